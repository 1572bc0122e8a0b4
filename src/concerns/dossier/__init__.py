"""The dossier of a decision: what the record held when it was taken, and what came afterwards."""
