"""New updates: checked, written as YAML, and saved completely or not at all."""
