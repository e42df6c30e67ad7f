"""How output looks: listings, pages and lists of problems, with one module per format."""
