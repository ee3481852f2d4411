"""What only the portal's own key opens: answers that wait, and the marks of who has answered.

Tables, copies of them, and what a database keeps of rows that it has replaced hold nothing that
could be read or compared. A sealed pile is always of the same length, so that its length says
nothing of the texts in it, and is another one with each sealing.
"""

import json
import logging
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.crypto import salted_hmac

from .piles import LONGEST_TEXT, RELEASED_TOGETHER, Pile

log = logging.getLogger("feedback.seal")

# As NIST SP 800-38D wants it: 96 bits, never twice with one key.
NONCE = 12
# Room for all texts that can wait, each character four bytes, and for the totals: four that found
# no fifth when stars were released, and those of the next four answers.
ROOM = 2 * RELEASED_TOGETHER * LONGEST_TEXT * 4


def seal(pile, event):
    """The pile as bytes that say nothing, not even how much is in them."""
    words = json.dumps([pile.stars, pile.scores, pile.texts], ensure_ascii=False)
    nonce = secrets.token_bytes(NONCE)
    padded = words.encode().ljust(ROOM)
    return nonce + AESGCM(_keys()[0]).encrypt(nonce, padded, _name(event))


def unseal(sealed, event):
    """The pile that was sealed for this event; an empty one where there is none.

    Also where no key opens it: what was sealed with a key that the portal has no more is lost.
    """
    if not sealed:
        return Pile()
    nonce, words = bytes(sealed[:NONCE]), bytes(sealed[NONCE:])
    for key in _keys():
        try:
            parts = json.loads(AESGCM(key).decrypt(nonce, words, _name(event)))
        except InvalidTag:
            continue
        return Pile(*map(tuple, parts))
    log.error("feedback that waited cannot be opened, and is lost")
    return Pile()


def marks_of(person, event):
    """What stands for a person's answer to an event: by the key of today, and by earlier ones."""
    fact = f"{event.pk} {person.public_id}"
    return [
        salted_hmac("feedback.mark", fact, secret=secret, algorithm="sha256").hexdigest()
        for secret in _secrets()
    ]


def _keys():
    return [
        salted_hmac("feedback.seal", "key", secret=secret, algorithm="sha256").digest()
        for secret in _secrets()
    ]


def _secrets():
    """The key of today first."""
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _name(event):
    """What is sealed for one event opens for no other."""
    return f"event {event.pk}".encode()
