"""The other roles of a practice: when, how long, where, on which basis, about whom, from whom, by which means, for which readers.

Each role has a module; `circumstances` asks them all. `cues` finds the phrases of the rule files, `reach` says how far one holds.
"""
