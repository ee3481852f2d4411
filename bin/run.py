"""make run: brings the database up to date, loads the demonstration, and serves it."""

import os
import socket
import sys

import django
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.utils import timezone

from bin.environment import VAR, use_demonstration
from portal.demo.cast import CAST, PASSWORD, Character


def main() -> None:
    """Prepare the database, say who can sign in, and give way to the server."""
    port = int(os.environ.get("PORT", "8000"))
    refuse_a_taken_port(port)
    use_demonstration()
    prepare()
    welcome(port)
    os.execv(sys.executable, [sys.executable, "-m", "bin.serve", str(port)])


def prepare() -> None:
    """Bring the database to where a page can be served: tables, demonstration, what is due."""
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    is_new = not get_user_model().objects.exists()
    call_command("load_demo")
    stamp = VAR / "clock-ran-on"
    today = timezone.localdate().isoformat()
    if is_new or not stamp.exists() or stamp.read_text() != today:
        call_command("run_clock")
        stamp.write_text(today)


def refuse_a_taken_port(port: int) -> None:
    """Stop with a sentence where another program listens: the server's own words are long."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(f"Port {port} is taken. Choose another one: make run PORT={port + 1}")


def welcome(port: int) -> None:
    """Say who can sign in, and where."""
    print(f"\nSign in with the password {PASSWORD} as")
    for character in CAST:
        print(f"  {character.email:<27}{character.preferred_name}, {part(character)}")
    print(f"\nBRG Portal: http://127.0.0.1:{port}/   (Ctrl-C ends it)\n", flush=True)


def part(character: Character) -> str:
    """What a demonstration person is, in a few words."""
    if character.is_superuser or character.is_curator:
        return "superuser" if character.is_superuser else "curator"
    groups = " and ".join(name for name, _ in character.groups)
    if character.chairs:
        return f"chair of {groups}"
    if character.leads_chapter_of:
        region = dict(character.chapters)[character.leads_chapter_of]
        return f"leads the {region} chapter of {character.leads_chapter_of}"
    return f"member of {groups}" if groups else "in no group yet"


if __name__ == "__main__":
    main()
