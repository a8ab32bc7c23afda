"""Blocks' texts -> parsed sentences.

`parsing` shows the parser a view of the text (`parseview`, with `casing` and `citations`), repairs what it hangs on the wrong word
(`reattachment`) and adds parts of speech and lemmas (`wordclasses`). `words` is about words outside of sentences, and reads the rule files.
"""
