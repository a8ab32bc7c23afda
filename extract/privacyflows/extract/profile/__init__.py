"""Document -> profile: what a policy says about itself.

Who "we" is and who controls (`organisation`, `names`), whom to write to (`contacts`), from when it holds (`dates`).
"""
