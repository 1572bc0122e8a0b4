"""Hints that there is news, sent to addresses that a council registered (Standard Webhooks).

A hint says that it is worth reading the feed, and nothing else: whoever gets hold of one knows how
far the record has come.
"""
