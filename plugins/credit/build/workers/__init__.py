"""Pages of records by the thousand: public rows go into files, ranges of them to workers, and written pages come out.

What a worker loads is asked for by its own room (``work``, ``loose``): nothing here loads it for whoever needs less.
"""
