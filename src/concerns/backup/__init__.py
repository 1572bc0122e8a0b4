"""A copy of the record that can be put back, and says afterwards whether it is what it was.

database → folder (rows, migrations, checkpoints, list of files) → empty database → verification.
"""
