"""The demonstration: a made-up year in two councils, and three published histories."""
