"""The imperative shell: HTTP, sockets, the loop that owns the world, the thread that saves it."""
