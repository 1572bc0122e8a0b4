"""Draws a procedure: stages in a column, steps as numbered arrows, a legend below."""
