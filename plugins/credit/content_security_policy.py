"""Content Security Policy: what a page may load, as its meta element and as the server's header say it (CSP level 3)."""

from __future__ import annotations

from collections.abc import Iterable

#: Directive → sources. Nothing inline, nothing of another site; pictures of the style sheet are data: addresses.
_DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}


def meta_policy(connect: Iterable[str] = ()) -> str:
    """Return the policy for a page's meta element; ``connect`` are other origins that its scripts may ask."""
    directives = {**_DIRECTIVES, "connect-src": " ".join([_DIRECTIVES["connect-src"], *connect])}
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


def header_policy() -> str:
    """Return the policy for the server's header: only there can a page forbid to be framed (section 6.4.2)."""
    return f"{meta_policy()}; frame-ancestors 'none'"
