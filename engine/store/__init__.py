"""SQLite: the compiled world, the players' database and the journal of commands. Decides no rule."""
