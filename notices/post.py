"""Handing mails to the mail server, and what its answers mean for them."""

import contextlib
import smtplib
from enum import Enum, auto

from django.core import mail

SERVICE_NOT_AVAILABLE = 421
FIRST_FOR_GOOD = 500


class Answer(Enum):
    TAKEN = auto()
    # This mail is refused for now, or for good.
    NOT_NOW = auto()
    NEVER = auto()
    # The server broke off or took too long; this mail may be why.
    BROKEN_OFF = auto()


class ServerAway(Exception):
    """The mail server does not take any mail now."""


@contextlib.contextmanager
def connected():
    """A connection to the mail server for the length of the block. Raises ServerAway."""
    connection = mail.get_connection()
    try:
        connection.open()
    except OSError as error:
        raise ServerAway from error
    try:
        yield connection
    finally:
        # It has taken what it has; that it cannot say goodbye changes nothing.
        with contextlib.suppress(OSError):
            connection.close()


def hand_over(message, connection):
    """Send a mail to its one recipient; whatever is not about the server itself is raised."""
    try:
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as refusal:
        return _meaning(min(code for code, _ in refusal.recipients.values()))
    except smtplib.SMTPDataError as refusal:
        return _meaning(refusal.smtp_code)
    except smtplib.SMTPNotSupportedError:
        # Its address needs what this server has not.
        return Answer.NEVER
    except OSError:
        return Answer.BROKEN_OFF
    return Answer.TAKEN


def _meaning(code):
    if code == SERVICE_NOT_AVAILABLE:
        return Answer.BROKEN_OFF
    return Answer.NEVER if code >= FIRST_FOR_GOOD else Answer.NOT_NOW
