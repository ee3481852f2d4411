"""Joining a group against the floor app's answer to an invitation, a new person each time.

    python -m benchmarks.join --floor FOLDER

Each request is a POST of a person who is signed in already. The floor's `rsvp` believes an address;
between the two stands the same `rsvp` behind the checks that joining makes as well: session,
account and CSRF token (floor_urls.py). In each round everybody joins another group and answers for
another event, in an order that leaves no row contended.
"""

import contextlib
import sys

from . import load, servers
from .load import Request, Target
from .organization import SIZES
from .sessions import CSRF

GOAL = 0.5
# A round has made a row for each request, and for those in flight at its end besides.
COUNTS = {
    "portal": ("joining", "SELECT count(*) FROM brgs_membership"),
    "floor": ("floor_small", "SELECT count(*) FROM rsvp"),
}


def main() -> None:
    arguments = servers.parser(__doc__, floor=True).parse_args()
    with contextlib.ExitStack() as running:
        pg = running.enter_context(servers.postgres())
        ours, bare, checked = targets = prepare(arguments.floor, pg, running)
        rounds(targets, pg, arguments)
    load.table(targets)
    load.judge("Joining, to the floor's rsvp", ours, bare, GOAL)
    load.judge("Joining, to rsvp behind the same checks", ours, checked, GOAL)
    load.judge("rsvp behind the checks, to rsvp without", checked, bare, 0)


def prepare(folder: str, pg: servers.Postgres, running: contextlib.ExitStack) -> list[Target]:
    """Start both apps; the floor's invitations are empty and have room for everybody."""
    floor = servers.Floor(folder, pg)
    pg.ask("TRUNCATE rsvp", "floor_small")
    pg.ask("UPDATE event SET capacity = NULL, going_count = 0, wait_count = 0", "floor_small")
    environment = servers.organization(pg, "joining")
    pg.ask("TRUNCATE brgs_membership", "joining")
    people = SIZES["joining"].people
    cookies = servers.run("benchmarks.sessions", str(people), environment=environment)
    floor_cookies = servers.run("benchmarks.sessions", str(people), environment=floor.environment)
    portal = running.enter_context(servers.portal(environment))
    app = running.enter_context(floor.served(DJANGO_SETTINGS_MODULE="benchmarks.floor_settings"))
    joining = [
        Request("/groups/group-{}/join/", cookie, f"visibility=leads&csrfmiddlewaretoken={CSRF}")
        for cookie in cookies
    ]
    bare = [Request(f"/rsvp/{{}}/?u={n}", form="nothing=1") for n, _ in enumerate(floor_cookies, 1)]
    checked = [
        Request("/checked/{}/", cookie, f"csrfmiddlewaretoken={CSRF}") for cookie in floor_cookies
    ]
    return [
        Target("join", portal, joining),
        Target("floor's rsvp", app, bare),
        Target("floor's rsvp, checked", app, checked),
    ]


def rounds(targets: list[Target], pg: servers.Postgres, arguments) -> None:
    """Like load.compare, with each page's requests filled in for a new group or event."""
    everybody = [target.requests for target in targets]
    for number in range(arguments.rounds + 1):
        for index in (0, 1, 2) if number % 2 == 0 else (2, 1, 0):
            # The floor's two pages share the table, so each has events of its own.
            place = number + 1 + (1000 if index == 2 else 0)
            targets[index].requests = [
                each._replace(path=each.path.format(place)) for each in everybody[index]
            ]
            one_round(targets[index], pg, arguments, is_ours=index == 0)
        print(f"Round {number} of {arguments.rounds}", flush=True)
    for target in targets:
        del target.results[0]  # a warm-up


def one_round(target: Target, pg: servers.Postgres, arguments, *, is_ours: bool) -> None:
    """Measure, and end the program unless each request has made a row."""
    database, count = COUNTS["portal" if is_ours else "floor"]
    before = pg.ask(count, database)[0][0]
    load.measure(target, pg, seconds=arguments.seconds, clients=arguments.clients)
    made = pg.ask(count, database)[0][0] - before
    sent = target.results[-1].requests
    if made < sent:
        sys.exit(f"{target.name}: {sent} requests made {made} rows.")


if __name__ == "__main__":
    main()
