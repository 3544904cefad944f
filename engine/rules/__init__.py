"""The meaning of rules that writers write: formulas, conditions and effects. Reads no files and keeps no state."""
