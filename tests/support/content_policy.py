"""Content policy that every page must carry, as its meta element and as the server's header say it."""

META = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'"
)
HEADER = f"{META}; frame-ancestors 'none'"
