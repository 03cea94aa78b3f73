"""Benchmarks: time, processor and memory of this site generator, of the server, and of peers.

Nothing is imported here: a measured program that lives in this folder must not pay for the modules that measure.
"""
