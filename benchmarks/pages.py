"""Directory and group page against the floor app's list and group page, and by the data's size.

    python -m benchmarks.pages --floor FOLDER

Needs PostgreSQL's programs; takes wrk (a Debian package) where it is installed. A ratio above 1
says that ours is the faster. No answer is compressed.
"""

import contextlib

from . import load, servers
from .load import Request, Target
from .organization import LARGEST, MEMBER

ROWS = 25  # as the floor's list has
FEW_ROWS = 10  # as many groups as the small organization has

LIST_GOAL, GROUP_GOAL, FLAT_GOAL = 1.0, 0.5, 1 / 1.2
EMPLOYEE_LIST_GOAL = 0.8


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
    for viewer in ("visitor", "employee"):
        report(viewer, targets)


def prepare(floor_folder: str, pg: servers.Postgres, running: contextlib.ExitStack):
    """Start everything; returns the pages to measure, by name."""
    floor = servers.Floor(floor_folder, pg)
    small = servers.organization(pg, "small")
    large = servers.organization(pg, "large")
    cookies = {
        "floor": run_sessions(floor.environment, 1),
        "small": run_sessions(small, MEMBER),
        "large": run_sessions(large, MEMBER),
    }
    serve = {
        "floor": floor.served(),
        "small": servers.portal(small, BENCHMARK_ROWS=str(FEW_ROWS)),
        "large": servers.portal(large, BENCHMARK_ROWS=str(ROWS)),
        "large, few rows": servers.portal(large, BENCHMARK_ROWS=str(FEW_ROWS)),
    }
    at = {name: running.enter_context(server) for name, server in serve.items()}
    pages = [
        ("floor's list", "floor", "/events/"),
        ("directory, 25 of 1,000", "large", "/groups/"),
        ("directory, 10 of 1,000", "large, few rows", "/groups/"),
        ("directory, 10 of 10", "small", "/groups/"),
        ("floor's group page", "floor", "/groups/1/"),
        ("group page, 100,000 members", "large", f"/groups/{LARGEST}/"),
        ("group page, 10 members", "small", f"/groups/{LARGEST}/"),
    ]
    found = {}
    for viewer in ("visitor", "employee"):
        for page, app, path in pages:
            cookie = cookies[app.partition(",")[0]] if viewer == "employee" else ""
            name = f"{page}, {viewer}"
            found[name] = Target(name, at[app], [Request(path, cookie)])
    return found


def run_sessions(environment: dict[str, str], person: int) -> str:
    """The cookies of one person, signed in."""
    return servers.run("benchmarks.sessions", str(person), environment=environment)[person - 1]


def report(viewer: str, targets: dict[str, Target]) -> None:
    """Print the ratios for one kind of viewer."""

    def page(name):
        return targets[f"{name}, {viewer}"]

    of_1000, few, of_10 = (
        page(f"directory, {n}") for n in ("25 of 1,000", "10 of 1,000", "10 of 10")
    )
    many_members, few_members = (page(f"group page, {n} members") for n in ("100,000", "10"))
    load.judge(
        f"Directory, {viewer}, to the floor's list", of_1000, page("floor's list"), LIST_GOAL
    )
    if viewer == "employee":
        visitors = targets["floor's list, visitor"]
        load.judge("Directory, employee, to a visitor's", of_1000, visitors, EMPLOYEE_LIST_GOAL)
    load.judge(f"Directory, {viewer}, 1,000 groups to 10", few, of_10, FLAT_GOAL)
    floor_group = page("floor's group page")
    load.judge(f"Group page, {viewer}, to the floor's", many_members, floor_group, GROUP_GOAL)
    load.judge(f"Group page, {viewer}, 100,000 members to 10", many_members, few_members, FLAT_GOAL)


if __name__ == "__main__":
    main()
