"""Lead-ins with their items -> frames.

`lists` pairs them, `leadins`, `titles` and `contexts` read what the items inherit, `listitems` completes it with what each item says;
the other modules are about one form of item, or about the parts that it is made of (`fragments`, `fillers`, `openings`).
"""
