"""Published histories: read from a file, imported as a case, asked an auditor's questions."""
