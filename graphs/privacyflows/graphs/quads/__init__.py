"""What quads are made of: names of nodes, the nodes that statements point to, the text around the evidence, and JSON-LD."""
