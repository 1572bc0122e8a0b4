"""A case shown to somebody outside: some facts whole, the others as hashes, each with its ground.

request + sealed record → material → opened fields → list → decision in the record → folder.
"""
