"""Serves the portal as production does, with granian on loopback, until it is told to end.

Run as a program it starts the worker too, which sends what is due and ends with it.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

from bin.environment import ROOT


@contextlib.contextmanager
def server(port: int, log: int | None = None) -> Iterator[subprocess.Popen]:
    """Run the server for the length of the block, in the environment of the caller.

    `log` is where its lines go, as `subprocess` means it; left out, they are shown.

    It gets a session of its own: Ctrl-C reaches every process of a terminal, and a worker that is
    told to end by that and by its parent too may hang.
    """
    process = subprocess.Popen(
        command(port), cwd=ROOT, start_new_session=True, stdout=log, stderr=log
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def worker() -> Iterator[subprocess.Popen]:
    """Run the worker of news and mail for the length of the block, in a session of its own too.

    It looks after its parent, so that it ends even where this process is killed.
    """
    words = [sys.executable, "manage.py", "run_worker", "--parent", str(os.getpid())]
    process = subprocess.Popen(words, cwd=ROOT, start_new_session=True)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def command(port: int) -> list[str]:
    """The words that start the server: a worker for each of up to two cores.

    One blocking thread a worker: the pages are synchronous, and more threads only wait for
    each other.
    """
    return [
        str(ROOT / ".venv/bin/granian"),
        "--interface=wsgi",
        "--host=127.0.0.1",
        f"--port={port}",
        f"--workers={min(2, os.cpu_count() or 1)}",
        "--blocking-threads=1",
        "--no-ws",
        "--log-level=warning",
        "--workers-kill-timeout=5",
        "config.wsgi:application",
    ]


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address: str, seconds: float = 20) -> None:
    """Return once something answers at the address; TimeoutError if nothing does in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=2):
            return
        time.sleep(0.1)
    raise TimeoutError(address)


if __name__ == "__main__":
    for ending in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(ending, lambda *_: sys.exit(0))
    with worker(), server(int(sys.argv[1])) as running:
        sys.exit(running.wait())
