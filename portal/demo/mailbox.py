"""Where a demonstration's mail goes: into files, for those who can sign in, and nowhere else."""

import datetime as dt
import re
import secrets
import time
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

from .cast import CAST

MOST = 100
PEOPLE = frozenset(character.email for character in CAST)
_NAME = re.compile(r"[0-9]{20}-[0-9a-f]{8}")


class Mailboxes(BaseEmailBackend):
    """Keeps what the people of the demonstration would get, and throws all other mail away."""

    def send_messages(self, messages):
        for message in messages:
            for address in PEOPLE.intersection(message.recipients()):
                keep(address, message.message().as_bytes())
        return len(messages)


@dataclass(frozen=True)
class Kept:
    """A mail as it would have come."""

    name: str
    mail: EmailMessage

    @property
    def at(self) -> dt.datetime:
        return parsedate_to_datetime(self.mail["Date"])

    @property
    def subject(self) -> str:
        return self.mail["Subject"]

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    def _part(self, kind: str) -> str:
        part = self.mail.get_body([kind])
        return part.get_content() if part else ""


def keep(address: str, data: bytes) -> str:
    """Write a mail into somebody's folder, where at most a hundred stay; returns its name."""
    folder = _folder(address)
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
    # Whoever reads meanwhile sees the whole file or none.
    written = folder / f"{name}.part"
    written.write_bytes(data)
    written.rename(folder / f"{name}.eml")
    for old in _files(address)[MOST:]:
        old.unlink(missing_ok=True)
    return name


def kept(address: str | None) -> list[Kept]:
    """Somebody's mails, the newest first."""
    return [_read(path) for path in _files(address)] if address in PEOPLE else []


def find(address: str | None, name: str) -> Kept | None:
    """One of somebody's own mails, by its name."""
    if address not in PEOPLE or not _NAME.fullmatch(name):
        return None
    path = _folder(address) / f"{name}.eml"
    return _read(path) if path.is_file() else None


def _folder(address: str) -> Path:
    return Path(settings.MEDIA_ROOT).with_name("demo-mail") / address.partition("@")[0]


def _files(address: str) -> list[Path]:
    return sorted(_folder(address).glob("*.eml"), reverse=True)


def _read(path: Path) -> Kept:
    return Kept(path.stem, message_from_bytes(path.read_bytes(), policy=policy.default))
