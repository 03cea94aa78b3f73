"""Pushes: the model of a push, its journal, and the records that wait for approval."""
