"""The lead's roster: statements with 10 and with 100,000 members, and the list sent as a file.

    python -m benchmarks.roster

Needs PostgreSQL's programs and Linux. Measures on SQLite too. The file is asked for with and
without compression; memory is the peak of the worker that sent it.
"""

import http.client
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from . import load, servers
from .organization import LARGEST, LEAD
from .sessions import CSRF

GOAL_MB, GOAL_SECONDS = 150, 1.0
ROSTER = f"/manage/{LARGEST}/members/"
PAGES = {
    "first page": "",
    "in the middle": "?after={middle}",
    "by name": "?q=chen",
    "nobody of that name": "?q=zzzz",
    "region": "?region=region-3",
    "chapter": "?chapter=chapter-3",
    "all filters": "?q=ana&region=region-3&chapter=chapter-3",
}


class Sent(NamedTuple):
    """A file as it came: seconds to its first bytes and to its last, and what it held."""

    first: float
    whole: float
    size: int
    lines: int


def main() -> None:
    parser = servers.parser(__doc__)
    parser.add_argument("--inside", action="store_true", help="for its own use")
    if parser.parse_args().inside:
        count()
        return
    reached = []
    with servers.postgres() as pg, tempfile.TemporaryDirectory() as folder:
        for size in ("small", "large"):
            measure("PostgreSQL", size, servers.organization(pg, size), reached)
        for size in ("small", "large"):
            measure("SQLite", size, on_sqlite(folder, size), reached)
    if not all(reached):
        sys.exit("A goal was not reached.")


def on_sqlite(folder: str, size: str) -> dict[str, str]:
    """Make and fill a file of a size; returns the environment that names it."""
    print(f"Loading the {size} organization into SQLite", flush=True)
    environment = servers.portal_environment(f"sqlite:///{folder}/{size}.sqlite3")
    servers.run("benchmarks.organization", size, environment=environment)
    return environment


def measure(database: str, size: str, environment: dict[str, str], reached: list) -> None:
    """Count what the pages ask, then have the portal send the file."""
    print(f"\n{database}, {size}", flush=True)
    print("\n".join(servers.run("benchmarks.roster", "--inside", environment=environment)))
    cookie = servers.run("benchmarks.sessions", str(LEAD), environment=environment)[LEAD - 1]
    for encoding in ("identity", "gzip"):
        with servers.portal(environment) as portal:
            sent = take(portal, cookie, encoding)
            peak = max(peaks(portal))
        good = sent.first < GOAL_SECONDS and peak < GOAL_MB
        reached.append(good)
        print(
            f"file, {encoding:<9} first bytes {sent.first * 1000:>5.0f} ms,"
            f" whole {sent.whole:>5.1f} s, {sent.size:>9,} bytes, {sent.lines:>7,} lines,"
            f" peak {peak:.0f} MB{'' if good else '   NOT REACHED'}"
        )


def take(portal: servers.Server, cookie: str, encoding: str) -> Sent:
    """Ask for the file as a browser does, and read it to its end without keeping it."""
    connection = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=600)
    headers = {
        "Cookie": cookie,
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept-Encoding": encoding,
    }
    # The first answer of a worker reads code and templates; one page comes before.
    connection.request("GET", ROSTER, headers={"Cookie": cookie})
    connection.getresponse().read()
    began = time.perf_counter()
    form = f"reason=Measured&csrfmiddlewaretoken={CSRF}"
    connection.request("POST", f"{ROSTER}export/", form, headers)
    answer = connection.getresponse()
    if answer.status != 200:
        sys.exit(f"The export answered {answer.status}.")
    piece = answer.read1(65536)
    first, size, lines = time.perf_counter() - began, 0, 0
    while piece:
        size, lines = size + len(piece), lines + piece.count(b"\r\n")
        piece = answer.read1(65536)
    return Sent(first, time.perf_counter() - began, size, lines if encoding == "identity" else 0)


def peaks(portal: servers.Server) -> list[float]:
    """The most memory that each process of the server ever held, in megabytes."""
    found = load.descendants([portal.pid]) - {portal.pid}
    return [peak_of(pid) for pid in found]


def peak_of(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))


def count() -> None:
    """Count and time the statements of the roster's pages on the database at hand."""
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from accounts.models import User

    people = User.objects.order_by("sort_name", "public_id")
    middle = people[people.count() // 2].public_id
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(pk=LEAD))
    for name, query in PAGES.items():
        address = ROSTER + query.format(middle=middle)
        client.get(address)
        began = time.perf_counter()
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        took = (time.perf_counter() - began) * 1000
        if answer.status_code != 200:
            sys.exit(f"{address} answered {answer.status_code}.")
        print(f"page, {name:<20}{len(captured):>4} statements {took:>8.1f} ms")


if __name__ == "__main__":
    main()
