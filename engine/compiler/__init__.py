"""The content pipeline, one stage a module: load, validate, link, lint, catalog.

Ends in a `Catalog` and a `Report`.
"""
