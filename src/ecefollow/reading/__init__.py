"""From the bytes of a file to a register, and the problems in it."""
