"""Build: the only package that imports Pelican; one run writes the whole site or nothing.

Nothing is imported here: a worker process loads its own modules alone, not Pelican and pandas.
"""
