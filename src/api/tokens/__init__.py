"""Tokens that an identity provider signs: whose keys, which claims, and why one is refused."""
