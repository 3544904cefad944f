"""The meaning of rules that writers write: formulas, conditions, effects. Reads no files, keeps no state."""
