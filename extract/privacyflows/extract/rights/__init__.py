"""Rights on offer, told by name, and gaps: places that announce a list or a table and do not have it."""
