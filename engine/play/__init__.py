"""The core driven without a server."""
