"""Proof for outsiders: bytes, hashes, signatures. It knows nothing of concerns.

entry → leaf → frontier, tiles → checkpoint (a signed note) → proof. Sources: RFC 9162 section 2.1,
RFC 8785, RFC 8032, and of C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-tiles and
tlog-proof.
"""
