"""The systems: each answers some commands, some timers and some facts. They do not know each other."""
