"""What decides. Deciding may refuse and changes nothing; remembering changes and never refuses."""
