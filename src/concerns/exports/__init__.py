"""What analysts and other programs take away: the record, or a view of it without its words.

An export is a copy. Each event carries its place in the log and its leaf hash, so that it can be
found and proved in the record itself.
"""
