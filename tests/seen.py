"""What somebody can tell two answers of the portal by."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

# A random name, and the clock: they tell nothing.
VARYING = {"X-Request-Id", "Expires"}
TOKEN = re.compile(rb'csrfmiddlewaretoken" value="\w+"')
# A fresh secret for an authenticator app, as words and as a picture.
SECRET = re.compile(rb'class="key">\w+<|<svg class="qr".*?</svg>', re.DOTALL)


def seen_of(response) -> tuple:
    """Status, headers, cookies and body, less what is random and the address that was asked for."""
    headers = {name: value for name, value in response.headers.items() if name not in VARYING}
    headers["Location"] = re.sub("=.*", "", headers.get("Location", ""))
    if SECRET.search(response.body):
        headers.pop("Content-Length", None)
    cookies = {name: len(morsel.value) for name, morsel in response.cookies.items()}
    return response.status_code, headers, cookies, SECRET.sub(b"", TOKEN.sub(b"", response.body))


@contextmanager
def undone() -> Iterator[None]:
    """Undo what the block does, so that every role meets the same rows."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
