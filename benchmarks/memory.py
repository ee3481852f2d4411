"""Memory of a worker after some thousand requests of every kind.

    python -m benchmarks.memory

Needs PostgreSQL's programs and Linux. Runs on the large organization; answers are compressed.
"""

import http.client
import itertools
import sys
from pathlib import Path

from . import load, servers
from .load import Request
from .organization import LARGEST
from .sessions import CSRF

GOAL_MB = 120
PEOPLE = 200
# The server gives a connection to a worker for as long as it lasts.
REQUESTS_A_CONNECTION = 20

FOR_VISITORS = ["/", "/groups/", f"/groups/{LARGEST}/", "/concerns/", "/events/", "/nowhere/"]
FOR_VISITORS += ["/accounts/login/", "/groups/?q=network&sort=size", "/groups/?after=group-5"]
FOR_PEOPLE = ["/", "/groups/", f"/groups/{LARGEST}/", f"/groups/{LARGEST}/members/", "/me/"]
FOR_PEOPLE += ["/me/groups/", "/me/privacy/", "/me/settings/", "/me/privacy/my-data.csv"]


def main() -> None:
    parser = servers.parser(__doc__)
    parser.add_argument("--requests", type=int, default=4000)
    number = parser.parse_args().requests
    with servers.postgres() as pg:
        environment = servers.organization(pg, "large")
        cookies = servers.run("benchmarks.sessions", str(PEOPLE), environment=environment)
        with servers.portal(environment) as portal:
            before = workers(portal)
            statuses = send(portal, itertools.islice(mixed(cookies), number))
            report(before, workers(portal), statuses)


def mixed(cookies):
    """Requests without end: visitors and people in turn, among them some who join and leave."""
    for number, cookie in enumerate(itertools.cycle(cookies)):
        yield Request(FOR_VISITORS[number % len(FOR_VISITORS)])
        yield Request(FOR_PEOPLE[number % len(FOR_PEOPLE)], cookie)
        group = f"/groups/group-{number % 1000 + 1}"
        form = f"visibility=leads&csrfmiddlewaretoken={CSRF}"
        yield Request(f"{group}/join/", cookie)
        yield Request(f"{group}/join/", cookie, form)
        yield Request(f"{group}/leave/", cookie, form)


def send(portal: servers.Server, requests) -> dict[int, int]:
    """Send requests one after the other; returns how often each status came."""
    statuses = {}
    while some := list(itertools.islice(requests, REQUESTS_A_CONNECTION)):
        connection = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=60)
        for request in some:
            answer = load.send_one(connection, request, **{"Accept-Encoding": "gzip"})
            statuses[answer.status] = statuses.get(answer.status, 0) + 1
        connection.close()
    return statuses


def workers(portal: servers.Server) -> dict[int, float]:
    """Megabytes of each process of the server, without the one that watches over the others."""
    found = load.descendants([portal.pid]) - {portal.pid}
    return {pid: resident(pid) for pid in found}


def resident(pid: int) -> float:
    """Resident megabytes, with what is shared with other processes."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))


def report(before: dict[int, float], after: dict[int, float], statuses: dict[int, int]) -> None:
    print("Statuses: " + ", ".join(f"{status}: {n}" for status, n in sorted(statuses.items())))
    for pid, megabytes in after.items():
        print(f"Worker: {before.get(pid, 0):.0f} MB at the start, {megabytes:.0f} MB at the end")
    said = "reached" if max(after.values()) < GOAL_MB else "NOT REACHED"
    print(f"Goal: under {GOAL_MB} MB, {said}")
    if any(status >= 500 for status in statuses):
        sys.exit("There were errors.")


if __name__ == "__main__":
    main()
