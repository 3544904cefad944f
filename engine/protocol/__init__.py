"""The wire without sockets: frames, events, error codes. Knows no connection, no clock and no file."""
