"""Is the record what it was? Every entry read as bytes, held against what is kept elsewhere.

log → entry, tree → checkpoints, anchors, receipts, times, schema, views → report. It believes no
stored hash and no stored key; what it could not check, it says.
"""
