"""Proves a procedure sound: one file a kind of rule."""
