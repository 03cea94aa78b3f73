"""A site and a peer go in; how long each takes, and what it takes, comes out.

Nothing is imported here: a measured program that lives in this folder must not pay for those that measure.
"""
