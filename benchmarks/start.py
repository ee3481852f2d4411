"""Seconds from a clean clone to the first page, of a second start, and of the demonstration.

    python -m benchmarks.start

Clones the last commit of this checkout into a folder of its own. Most of the first start is
installing, which depends on how near the packages are; pip may have kept some.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from bin.environment import ROOT
from bin.programs import find_postgres
from bin.serve import free_port

from . import servers

FIRST_GOAL, SECOND_GOAL, DEMO_GOAL = 120, 5, 40
EMPLOYEES = 40_000
PATIENCE_SECONDS = 600


def main() -> None:
    servers.parser(__doc__).parse_args()
    with tempfile.TemporaryDirectory(prefix="brg-start-") as folder:
        checkout = Path(folder, "checkout")
        subprocess.run(["git", "clone", "--quiet", ROOT, checkout], check=True)
        judge("Clean clone to the first page", make_run(checkout), FIRST_GOAL)
        judge("A second start", make_run(checkout), SECOND_GOAL)
        judge("load_demo, SQLite", load_demo(f"sqlite:///{folder}/demo.sqlite3"), DEMO_GOAL)
    if find_postgres():
        with servers.postgres() as pg:
            pg.ask("CREATE DATABASE demo")
            judge("load_demo, PostgreSQL", load_demo(pg.url("demo")), DEMO_GOAL)


def make_run(checkout: Path) -> float:
    """Seconds until `make run` has answered with a page; ends it then."""
    port, began = free_port(), time.monotonic()
    # It starts from the checkout alone, not from the environment of this one.
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    kept |= {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    process = subprocess.Popen(
        ["make", "run", f"PORT={port}"],
        cwd=checkout,
        env=kept,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_for_page(f"http://127.0.0.1:{port}/groups/", process)
        return time.monotonic() - began
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def wait_for_page(address: str, process: subprocess.Popen) -> None:
    give_up = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(address, timeout=30).read()
            return
        time.sleep(0.05)
    sys.exit("make run has not served a page.")


def load_demo(database_url: str) -> float:
    """Seconds of `load_demo` on an empty database that has its tables."""
    environment = servers.portal_environment(database_url, DEMO="1")
    servers.run("manage", "migrate", "-v0", environment=environment)
    began = time.monotonic()
    words = ["load_demo", "--employees", str(EMPLOYEES)]
    servers.run("manage", *words, environment=environment)
    return time.monotonic() - began


def judge(what: str, seconds: float, goal: float) -> None:
    said = "reached" if seconds < goal else "NOT REACHED"
    print(f"{what:<40}{seconds:>7.1f} s   goal {goal} s, {said}", flush=True)


if __name__ == "__main__":
    main()
