"""From bytes to a register, and every problem found on the way."""
