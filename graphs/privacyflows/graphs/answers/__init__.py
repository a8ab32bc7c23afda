"""How a question is answered: SPARQL checked and run within a time bound, rows as tables, labels, concepts and claims looked up."""
