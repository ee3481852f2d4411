"""A mail server on loopback that keeps what it takes, and behaves badly when it is told to."""

import asyncio
import contextlib
import email.parser
import email.policy
import logging
from collections import Counter
from typing import NamedTuple

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from bin.serve import free_port

# It would note each line of each conversation.
logging.getLogger("mail").setLevel(logging.ERROR)

# Longer than any worker waits.
FOREVER_SECONDS = 30


class Taken(NamedTuple):
    """One mail as it came: its Message-ID, whom it went to, the number of its connection."""

    message_id: str
    to: str
    connection: int
    content: bytes


class Sink:
    """Takes mail. `moods` is asked with each mail for how to treat it; see `Mood`.

    What it has taken stands in `taken`, in order; what it has not, in no way, for the protocol
    says that a mail without an answer to its content is not delivered.
    """

    def __init__(self, mood=lambda to: "take"):
        self.mood, self.taken, self.connections = mood, [], 0

    def times(self):
        """How often each Message-ID was taken."""
        return Counter(mail.message_id for mail in self.taken)

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        self.connections += 1
        session.number = self.connections
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        envelope.mood = self.mood(address)
        if envelope.mood in REFUSED_AT_ONCE:
            return REFUSED_AT_ONCE[envelope.mood]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        match envelope.mood:
            case "hang":
                await asyncio.sleep(FOREVER_SECONDS)
            case "drop":
                server.transport.abort()
            case "full" | "never takes":
                return REFUSED_AFTER_ALL[envelope.mood]
            case "take":
                self._take(session, envelope)
                return "250 OK"
        return "451 Nobody reads this"

    def _take(self, session, envelope):
        parser = email.parser.BytesHeaderParser(policy=email.policy.compat32)
        message_id = parser.parsebytes(envelope.content)["Message-ID"]
        (to,) = envelope.rcpt_tos
        self.taken.append(Taken(message_id, to, session.number, envelope.content))


REFUSED_AT_ONCE = {
    "later": "450 4.2.1 Try later",
    "unknown": "550 5.1.1 Nobody of that name",
    "closing": "421 4.3.2 Closing down",
}
REFUSED_AFTER_ALL = {"full": "452 4.2.2 Full", "never takes": "554 5.7.1 No"}


class OnLoopback(Controller):
    """Serves a sink; several servers at one port are one after the other."""

    def factory(self):
        return SMTP(self.handler, hostname="sink", enable_SMTPUTF8=True)


@contextlib.contextmanager
def listening(sink, port=None):
    """Serve a sink for the length of the block; yields its port."""
    controller = OnLoopback(sink, hostname="127.0.0.1", port=port or free_port())
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop(no_assert=True)
