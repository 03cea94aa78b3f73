"""Proof: signed statements of what is live, quarterly keys, and the sealed log of versions."""
