"""Follow up on a management response: what is there, and what is overdue as of any day."""

__version__ = "0.1.0"
