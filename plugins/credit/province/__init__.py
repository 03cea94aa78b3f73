"""Province: the sites of several counties built at once, their table, and one search page that asks each of them."""
