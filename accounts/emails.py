"""How messages about signing in leave the house: after the page, and without holding it up."""

import logging
from concurrent.futures import ThreadPoolExecutor

log = logging.getLogger("accounts.emails")
_post = ThreadPoolExecutor(max_workers=1, thread_name_prefix="post")


def send_soon(message):
    """Send a message beside the request; returns its Future, which never raises.

    The page takes the same time whether an account exists or not, and a mail server that is away
    is no error of the page.
    """
    return _post.submit(_send, message)


def _send(message):
    try:
        message.send()
    except Exception:
        # A Future keeps an error to itself, so whatever it is must be logged here.
        log.error("a message about signing in could not be sent", exc_info=True)
