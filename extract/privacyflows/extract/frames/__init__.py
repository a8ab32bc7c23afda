"""Sentences -> frames: who does what to which data, for what, to whom.

`frames` goes over a sentence's verbs, nouns and adjectives as `framerules` lists them; `frame` is what comes out. The parts of a frame
have their own modules (`actors`, `objects`, `companions`, `clauses`), and so have sentences that state a practice in another way
(`nominals`, `engagements`, `tailoring`, `safeguards`). `merging` makes one of two frames that say one thing.
"""
