"""Importer: departments' tables and papers converted to records and documents of the site."""
