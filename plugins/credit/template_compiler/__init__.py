"""Template compiler: pages of records are compiled once for each layout of a row and filled in for every other row."""
