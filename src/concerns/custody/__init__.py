"""Who looks after the keys to personal data: seals, opens on record, destroys, reports."""
