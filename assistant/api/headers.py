"""Security headers. Each kind of page has its own content security policy; the strictest is the default."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders

_OWN = "default-src 'self'; object-src 'none'; frame-ancestors 'none'; form-action 'self'"
_SELF = f"{_OWN}; base-uri 'none'"
# Server-rendered pages: their scripts and styles are files of ours. The API answers with no page at all.
STRICT = f"{_SELF}; img-src 'self' data:"
NO_PAGE = "default-src 'none'; frame-ancestors 'none'"
# gradio compiles its front end's templates, writes inline styles and scripts and a <base> of its own; nothing may
# leave for another host.
GRADIO = (
    f"{_OWN}; base-uri 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' blob:; worker-src 'self' blob:; "
    "connect-src 'self'"
)
# Swagger UI writes inline styles.
DOCS = f"{_SELF}; style-src 'self' 'unsafe-inline'; img-src 'self' data:"

ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
}


def secure(headers: MutableHeaders) -> None:
    """Add what is not there yet; a page that set its own policy keeps it."""
    for name, value in ALWAYS.items():
        headers.setdefault(name, value)
    is_page = headers.get("content-type", "").startswith("text/html")
    headers.setdefault("content-security-policy", STRICT if is_page else NO_PAGE)
