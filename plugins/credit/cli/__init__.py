"""The commands behind ``inv``; each file holds those of one purpose, and ``tasks.py`` gathers them."""
