"""Tables from the files that offices keep them in: rows of cells, and where each stands."""
