"""The organization's own contacts, as the environment names them, made into links."""

import re

from django.conf import settings


def contact_links():
    """A link for each contact, `{"hr": {"text": ..., "url": ...}}`; None where it is not set."""
    return {name: _link(contact) for name, contact in settings.CONTACTS.items()}


def _link(contact):
    return {"text": contact.removeprefix("https://"), "url": _url(contact)} if contact else None


def _url(contact):
    """An address of the web as it is, an e-mail to write to, a number to call (RFC 3966)."""
    if contact.startswith("https://"):
        return contact
    if "@" in contact:
        return f"mailto:{contact}"
    return f"tel:{re.sub(r'[^0-9+]', '', contact)}"
