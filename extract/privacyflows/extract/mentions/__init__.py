"""Noun phrases -> typed mentions: data, parties, technologies, people, places.

`mentions` finds them, `members` and `runon` say where a list comes apart and ends, `nounphrases` what a phrase is about, `remarks`
which members of a list of data are no data.
"""
