"""What a command shows: listings of columns and pages of blocks, in no format yet."""
