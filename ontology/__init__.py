"""The vocabulary of privacyflows as data (Turtle, SHACL, SPARQL, JSON-LD); read it with ``importlib.resources``, import nothing."""
