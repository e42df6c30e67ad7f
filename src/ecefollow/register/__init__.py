"""The register: its records, deadlines and format, and how an action stands on a day."""
