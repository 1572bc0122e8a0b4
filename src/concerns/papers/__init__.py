"""Letters, reports, plans, minutes and logs, made from the record and from nothing else."""
