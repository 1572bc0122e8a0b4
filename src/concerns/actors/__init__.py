"""Who acts in a record, and whose access has ended: told by the record's own facts alone."""
