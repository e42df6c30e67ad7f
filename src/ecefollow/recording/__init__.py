"""New updates: checked, written as YAML, and saved whole or not at all."""
