"""How an answer looks: a listing, a page or a list of problems, one format a file."""
