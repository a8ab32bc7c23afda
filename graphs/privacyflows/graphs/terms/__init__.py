"""The words of the graph.

The closed namespaces of DPV 2.3 and of our own terms (written by ``tools/write_namespaces.py``), how they map to other schemes, and the
page that shows them.
"""
