"""Pushes: what was validated of each, its journal, and the records that wait for a second person."""
