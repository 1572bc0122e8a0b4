"""Signed checkpoints put where whoever runs the record cannot change them, and looked up again.

log, anchored, refused ← file, git, timestamp, witness_client ← rounds; witness* is the other side:
somebody else's server that cosigns. It knows bytes and checkpoints, nothing of concerns. Sources:
RFC 3161, and of C2SP tlog-witness and tlog-cosignature.
"""
