"""What a command shows: listings (rows and columns) and pages (blocks), before formatting."""
