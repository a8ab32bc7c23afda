"""Sentences -> frames: who does what to which data, for what, to whom.

`frames` goes over a sentence's verbs, nouns and adjectives as `framerules` lists them; `frame` is what comes out. One class grows by what
the modules add to it, in this order: `doers` (subjects), `requests` (what is only asked for), `actors`, `objects`, `recipients`,
`companions` (what else stands beside a verb); then sentences that state a practice in another way: `nominals`, `predicates`, `safeguards`,
`engagements`, `becoming`, `writing`; then `acceptance`, which judges the frames of verbs, and `frames`. `clauses` knows what a clause
claims, `tailoring` adds what is based on data, `merging` makes one of two frames that say one thing. Words are in ``rules``.
"""
