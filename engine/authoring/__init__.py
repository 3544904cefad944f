"""What writers' tools need beyond checking: for now, beginning a new world."""
