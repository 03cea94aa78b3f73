"""Git hooks of the server: a push is validated, written to the journal and published."""
