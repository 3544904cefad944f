"""`gamectl`: arguments in, engine calls, rendering out. No rules live here."""
