"""Goes into every bundle as it is, and uses nothing of ours."""
