"""Personal data sealed, opened, wrapped, as bytes; knows nothing of concerns or databases."""
