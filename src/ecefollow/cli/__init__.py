"""The commands, their options, and the one place that writes to stdout."""
