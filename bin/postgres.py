"""A PostgreSQL of one's own: made empty, served on a socket in its own folder, and removed."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

# Nothing in it is worth keeping, so nothing waits for the disk.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "logging_collector": "off",
}


@contextlib.contextmanager
def private_server(programs: Path) -> Iterator[str]:
    """Start a server for the length of the block and yield its DATABASE_URL.

    It listens on no network at all: whoever may enter its folder is let in, and that is this user
    alone. A server refuses to run as root, so for root an unprivileged account runs it.
    """
    folder = Path(tempfile.mkdtemp(prefix="brg-postgres-"))
    account = server_account()
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
    data = folder / "data"
    try:
        run(programs / "initdb", account, "--pgdata", data, *INITDB)
        run(programs / "pg_ctl", account, "--pgdata", data, *start_arguments(folder))
        yield f"postgres://brg@/{folder}/brg"
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):
            run(programs / "pg_ctl", account, "--pgdata", data, "--mode", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


INITDB = ("--username", "brg", "--auth", "trust", "--encoding", "UTF8", "--no-locale", "--no-sync")


def start_arguments(folder: Path) -> list[str]:
    """The words after pg_ctl that start the server and wait until it answers."""
    settings = SETTINGS | {"unix_socket_directories": str(folder)}
    options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    return ["--log", str(folder / "log"), "--options", options, "--wait", "start"]


def server_account() -> pwd.struct_passwd | None:
    """The account that runs the server: for root postgres or nobody, for others themselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise SystemExit("PostgreSQL does not run as root, and there is no account postgres or nobody.")


def run(program: Path, account: pwd.struct_passwd | None, *arguments: str | Path) -> None:
    """Run one of PostgreSQL's programs; what it says is shown only when it fails."""
    as_account = {}
    if account:
        as_account = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    # To a file and not to a pipe: the server inherits it, and a pipe would never close.
    with tempfile.TemporaryFile() as said:
        try:
            subprocess.run(
                [program, *arguments],
                check=True,
                cwd="/",
                env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
                **as_account,
            )
        except subprocess.CalledProcessError:
            said.seek(0)
            print(said.read().decode(errors="replace"))
            raise
