"""What writers' tools need beyond checking: begin, find, rename, draw, lay out, describe what was written."""
