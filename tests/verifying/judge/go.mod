module judge

go 1.25

require golang.org/x/mod v0.0.0

// Go's own copy of it, out of the installed tool chain: see judges.py.
replace golang.org/x/mod => ./mod
