"""Text -> blocks: the readable units of a policy, each with the offset of every character.

`blocks` asks the format's own reader (`markdown` with `markup`, `plaintext`) for pieces and lets the others see the structure that
no format marks: `headings`, `items`, `runins`, `records`, `sublists`. `lines`, `markers` and `wording` are what they share.
"""
