"""Lists of events, an event's page and a calendar against the floor app, and by the data's size.

    python -m benchmarks.events --floor FOLDER

Needs PostgreSQL's programs; takes wrk (a Debian package) where it is installed. A ratio above 1
says that ours is the faster. No answer is compressed.
"""

import contextlib
import hashlib
import http.client

from . import load, servers
from .load import Request, Target
from .organization import MEMBER
from .pages import run_sessions

LIST_GOAL, EMPLOYEE_LIST_GOAL, PAGE_GOAL, FEED_GOAL, FLAT_GOAL = 1.0, 0.8, 0.3, 1.0, 1 / 1.2
# A series has ten dates where the floor's list has 25 events.
SERIES_GOAL = 0.8
# A door lists people, of whom each is asked whether the viewer may see them.
DOOR_GOAL = 0.5
# The secret of the feed that is asked for; the portal keeps its hash alone.
TOKEN = "benchmark" + "0" * 13
SIZES = ("few_events", "whole")


def main() -> None:
    arguments = servers.parser(__doc__, floor=True).parse_args()
    with contextlib.ExitStack() as running:
        pg = running.enter_context(servers.postgres())
        targets = prepare(arguments.floor, pg, running)
        load.compare(
            list(targets.values()),
            pg,
            rounds=arguments.rounds,
            seconds=arguments.seconds,
            clients=arguments.clients,
        )
    load.table(list(targets.values()))
    report(targets)


def prepare(floor_folder: str, pg: servers.Postgres, running: contextlib.ExitStack):
    """Start everything; returns the pages to measure, by name."""
    floor = servers.Floor(floor_folder, pg)
    at = {"floor": running.enter_context(floor.served())}
    found = {
        "floor's list, visitor": Target(
            "floor's list, visitor", at["floor"], [Request("/events/")]
        ),
        "floor's one": Target("floor's one", at["floor"], [Request("/one/1/")]),
    }
    for size in SIZES:
        environment = servers.organization(pg, size)
        pg.ask(make_feed(), size)
        at[size] = running.enter_context(servers.portal(environment))
        found |= pages(size, at[size], run_sessions(environment, MEMBER), pg)
    return found


def make_feed() -> str:
    """A statement that gives the member who asks a calendar address."""
    digest = hashlib.sha256(TOKEN.encode()).hexdigest()
    return (
        "INSERT INTO events_calendarfeed (person_id, token_hash, full_titles, made) "  # noqa: S608
        f"VALUES ({MEMBER}, '{digest}', FALSE, now())"
    )


def public_event(pg: servers.Postgres, size: str) -> int:
    """The number of the next public event whose door is not open yet, as of nearly all."""
    asked = (
        "SELECT min(id) FROM events_event WHERE audience = 'public' AND format = 'in_person' "
        "AND starts > now() + interval '1 day'"
    )
    return pg.ask(asked, size)[0][0]


def pages(
    size: str, server: servers.Server, cookie: str, pg: servers.Postgres
) -> dict[str, Target]:
    """The pages of one size that are measured, each with the address that it has in the end."""
    page = final(server, f"/events/{public_event(pg, size)}/")
    feed = f"/calendar/{TOKEN}.ics"
    asked = {
        "list, visitor": [Request("/events/")],
        "list, employee": [Request("/events/", cookie)],
        "event, visitor": [Request(page)],
        "event, employee": [Request(page, cookie)],
        "feed, unchanged": [Request(feed, etag=stamp(server, feed))],
    }
    if size == SIZES[-1]:
        asked |= pages_of_many(server, cookie, pg)
    return {f"{name}, {size}": Target(f"{name}, {size}", server, asked[name]) for name in asked}


def pages_of_many(server: servers.Server, cookie: str, pg: servers.Postgres):
    """A series with its dates, and the door of an event, where there are enough events for them."""
    series = pg.ask("SELECT min(id) FROM events_series", SIZES[-1])[0][0]
    event = pg.ask("SELECT min(event_id) FROM attendance_doorhelper", SIZES[-1])[0][0]
    return {
        "series, employee": [Request(final(server, f"/events/series/{series}/", cookie), cookie)],
        "door, helper": [Request(final(server, f"/events/{event}/door/", cookie), cookie)],
    }


def final(server: servers.Server, path: str, cookie: str = "") -> str:
    """Where an address leads."""
    return _head(server, path, "Location", cookie)


def stamp(server: servers.Server, path: str) -> str:
    return _head(server, path, "ETag")


def _head(server: servers.Server, path: str, header: str, cookie: str = "") -> str:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request("GET", path, headers={"Cookie": cookie})
    return connection.getresponse().headers[header]


def report(targets: dict[str, Target]) -> None:
    """Print the ratios."""
    few, many = SIZES
    floor_list, one = targets["floor's list, visitor"], targets["floor's one"]

    def page(name, size=many):
        return targets[f"{name}, {size}"]

    load.judge("List, visitor, to the floor's", page("list, visitor"), floor_list, LIST_GOAL)
    employee = page("list, employee")
    load.judge("List, employee, to the floor's", employee, floor_list, EMPLOYEE_LIST_GOAL)
    for viewer in ("visitor", "employee"):
        load.judge(f"Event, {viewer}, to one", page(f"event, {viewer}"), one, PAGE_GOAL)
    load.judge("Series, to the floor's list", page("series, employee"), floor_list, SERIES_GOAL)
    load.judge("Door, to the floor's list", page("door, helper"), floor_list, DOOR_GOAL)
    load.judge("Feed, unchanged, to one", page("feed, unchanged"), one, FEED_GOAL)
    for name in ("list, visitor", "list, employee", "event, visitor", "event, employee"):
        load.judge(f"{name}, whole to few", page(name), page(name, few), FLAT_GOAL)


if __name__ == "__main__":
    main()
