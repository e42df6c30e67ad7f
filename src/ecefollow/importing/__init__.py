"""A management response kept as a table, made into a register, every cell accounted for."""
