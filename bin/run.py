"""make run: brings the database up to date, loads the demonstration, and serves it."""

import os
import socket
import sys

import django
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.utils import timezone

from bin.environment import VAR, server_command, use_demonstration

PASSWORD = "brg-portal-demo"
PEOPLE = {
    "employee@demo.example": "an employee, in no group yet",
    "member@demo.example": "a member of KPAC and KPAPIA, seen by other members",
    "hidden@demo.example": "a member of KP Pride whom nobody sees",
    "lead@demo.example": "chair of KPAPIA",
    "chapter.lead@demo.example": "lead of KP Pride's Colorado chapter",
    "curator@demo.example": "keeps the content of every group",
    "admin@demo.example": "superuser",
}


def main() -> None:
    """Prepare the database, say who can sign in, and become the server."""
    port = int(os.environ.get("PORT", "8000"))
    refuse_a_taken_port(port)
    use_demonstration()
    prepare()
    welcome(port)
    command = server_command(port)
    os.execv(command[0], command)


def prepare() -> None:
    """Bring the database to where a page can be served: tables, demonstration, what is due."""
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    new = not is_loaded()
    if new:
        call_command("load_demo")
    stamp = VAR / "clock-ran-on"
    today = timezone.localdate().isoformat()
    if new or not stamp.exists() or stamp.read_text() != today:
        call_command("run_clock")
        stamp.write_text(today)


def is_loaded() -> bool:
    """Whether the demonstration people are there from an earlier run."""
    return get_user_model().objects.filter(email__in=PEOPLE).exists()


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
    for email, who in PEOPLE.items():
        print(f"  {email:<26}{who}")
    print(f"\nBRG Portal: http://127.0.0.1:{port}/   (Ctrl-C ends it)\n", flush=True)


if __name__ == "__main__":
    main()
