"""How pictures are drawn: where nodes stand, which concepts fold together, what a page holds, squares and bands as vector graphics."""
