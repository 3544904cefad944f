"""The functional core: `step(state, catalog, command)` gives facts or a refusal.

No I/O, no clock, no global dice.
"""
