"""The engine: content in, a checked catalog, a pure game core, and a server around it."""

__version__ = "0.1.0"
