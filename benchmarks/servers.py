"""What a measurement runs against: a PostgreSQL of its own, the portal, and the floor app.

Both apps run under the same server with the same words (bin/serve.py), on loopback, on databases
of the same PostgreSQL.
"""

import argparse
import contextlib
import functools
import http.client
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bin.environment import ROOT, VAR
from bin.postgres import private_server
from bin.programs import find_postgres
from bin.serve import command, free_port

PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Postgres:
    """A running PostgreSQL: its socket's folder, and the process that its others descend from."""

    folder: str
    pid: int

    def url(self, database: str) -> str:
        return f"postgres://brg@/{self.folder}/{database}"

    def ask(self, sql: str, database: str = "postgres") -> list[tuple]:
        """Run one statement, in no transaction; returns its rows, none where it has none."""
        where = {"host": self.folder, "user": "brg", "dbname": database}
        with psycopg.connect(**where, autocommit=True) as connection:
            rows = connection.execute(sql)
            return rows.fetchall() if rows.description else []


@dataclass(frozen=True)
class Server:
    """A running app: where it answers, and the process that its workers descend from."""

    port: int
    pid: int

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@contextlib.contextmanager
def postgres() -> Iterator[Postgres]:
    """A private PostgreSQL for the length of the block."""
    # Asked to end from outside, end as Ctrl-C would: the server is stopped on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    programs = find_postgres() or sys.exit("This needs PostgreSQL's server programs, 15 or later.")
    with private_server(programs) as url:
        folder = url.removeprefix("postgres://brg@/").removesuffix("/brg")
        pid = int(Path(folder, "data", "postmaster.pid").read_text().split()[0])
        yield Postgres(folder, pid)


# The portal as in production, but for plain http on loopback.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "ALLOWED_HOSTS": "127.0.0.1,localhost",
    "INSECURE_LOOPBACK": "1",
    "EMAIL_URL": "dummymail://",
    "DEBUG": "0",
    "DEMO": "0",
}


def portal_environment(database_url: str, **more: str) -> dict[str, str]:
    """The environment that starts the portal, or a command of it, on a database."""
    where = {"DATABASE_URL": database_url, "STATIC_ROOT": static_root()}
    return os.environ | PRODUCTION | where | more


@functools.cache
def static_root() -> str:
    """Where the static files lie, as they are now; not where `make run` has its own."""
    folder = str(VAR / "benchmarks" / "static")
    environment = os.environ | PRODUCTION | {"STATIC_ROOT": folder}
    words = ["collectstatic", "--no-input", "--clear", "--verbosity=0"]
    run("manage", *words, environment=environment)
    return folder


def run(module: str, *arguments: str, environment: dict[str, str]) -> list[str]:
    """Run one of this project's modules to its end; returns the lines that it printed."""
    words = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)
    return done.stdout.decode().splitlines()


def organization(pg: Postgres, size: str) -> dict[str, str]:
    """Make and fill a database of a size; returns the environment that names it."""
    print(f"Loading the {size} organization", flush=True)
    pg.ask(f"CREATE DATABASE {size}")
    environment = portal_environment(pg.url(size))
    run("benchmarks.organization", size, environment=environment)
    return environment


def portal(environment: dict[str, str], **more: str) -> contextlib.AbstractContextManager[Server]:
    """The portal for the length of the block."""
    return served("benchmarks.wsgi:application", environment | more)


class Floor:
    """The floor app on a database of its own, seeded small."""

    def __init__(self, folder: str, pg: Postgres):
        self.folder = Path(folder).resolve()
        if not (self.folder / "manage.py").exists():
            sys.exit(f"There is no floor app in {folder}: name its folder with --floor or FLOOR.")
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "floor.settings",
            "PYTHONPATH": f"{self.folder}{os.pathsep}{ROOT}",
            "FLOOR_DB": "pg:floor_small",
            "FLOOR_PG_HOST": pg.folder,
            "FLOOR_PG_PORT": "5432",
            "FLOOR_PG_USER": "brg",
            "FLOOR_STATIC_ROOT": str(VAR / "benchmarks" / "floor-static"),
        }
        print("Loading the floor app, small", flush=True)
        pg.ask("CREATE DATABASE floor_small")
        for words in ("migrate -v0", "seed --scale small", "collectstatic --noinput -v0"):
            self.manage(*words.split())
        pg.ask("VACUUM ANALYZE", "floor_small")

    def manage(self, *arguments: str) -> None:
        """Run one of its management commands."""
        words = [sys.executable, "manage.py", *arguments]
        subprocess.run(
            words, cwd=self.folder, env=self.environment, stdout=subprocess.DEVNULL, check=True
        )

    def served(self, **more: str) -> contextlib.AbstractContextManager[Server]:
        return served("floor.wsgi:application", self.environment | more)


@contextlib.contextmanager
def served(application: str, environment: dict[str, str]) -> Iterator[Server]:
    """An app under the server that production uses, for the length of the block."""
    port = free_port()
    words = [*command(port)[:-1], application]
    # The request log is written, as in production, and thrown away here.
    process = subprocess.Popen(
        words, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        wait_for(port, process)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait()


def wait_for(port: int, process: subprocess.Popen) -> None:
    """Wait until something answers on a port; ends the program where the server has ended."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up and process.poll() is None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/livez")
            connection.getresponse()
            return
        time.sleep(0.1)
    sys.exit(f"Nothing answers on port {port}: {' '.join(process.args)}")


def parser(description: str, *, floor: bool = False) -> argparse.ArgumentParser:
    """The arguments that more than one measurement takes."""
    made = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    if floor:
        made.add_argument(
            "--floor", default=os.environ.get("FLOOR"), help="folder of the floor app"
        )
        made.add_argument("--rounds", type=int, default=7)
        made.add_argument("--seconds", type=int, default=2, help="of each page in each round")
        made.add_argument("--clients", type=int, default=1, help="connections at once")
    return made
