"""The credit package: curated CSV lists and documents in, one checked open-data site out."""

__version__ = "0.1.0"
