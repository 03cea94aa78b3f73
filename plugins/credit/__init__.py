"""The credit package: checks CSV lists and documents, and builds and publishes an open-data site from them."""

__version__ = "0.1.0"
