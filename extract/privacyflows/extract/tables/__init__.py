"""Tables -> frames, row by row.

`columns` tells by their headers what the columns hold, `tablecells` what a cell says; rows of trackers and of parties have modules of their
own.
"""
