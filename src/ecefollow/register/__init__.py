"""The register itself: its records, its deadlines, its format; and what is true on a day."""
