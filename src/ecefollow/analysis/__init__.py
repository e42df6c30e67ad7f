"""Pure answers about registers: select, count, compare, and describe a change in words."""
