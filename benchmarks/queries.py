"""How often each page asks the database, at both sizes, and how it finds what it asks for.

    python -m benchmarks.queries

Needs PostgreSQL's programs. Counts every statement, BEGIN and COMMIT too. Statements that take
longer than --slow milliseconds are shown with their plan.
"""

import logging
import time
from typing import NamedTuple

from . import servers
from .organization import HIDDEN, LARGEST, LEAD, MEMBER, STRANGER

VIEWERS = {"employee": STRANGER, "member": MEMBER, "lead": LEAD, "hidden member": HIDDEN}


class Page(NamedTuple):
    """A page as somebody sees it, and the most statements that it may take."""

    name: str
    viewer: str
    path: str
    most: int
    form: dict | None = None


def pages(middle: str) -> list[Page]:
    """What is measured; `middle` is the public id of somebody in the middle of all names."""
    group, members = f"/groups/{LARGEST}/", f"/groups/{LARGEST}/members/"
    found = [
        Page("directory", "visitor", "/groups/", 4),
        Page("directory", "employee", "/groups/", 7),
        Page("directory, searched", "visitor", "/groups/?q=number+network&focus=focus-2", 4),
        Page("directory, last page", "visitor", "/groups/?after=group-99", 5),
        Page("group page", "visitor", group, 7),
        Page("group page", "employee", group, 10),
        Page("group page", "lead", group, 10),
        Page("home", "visitor", "/", 4),
        Page("home", "member", "/", 10),
        Page("my groups", "member", "/me/groups/", 5),
    ]
    for viewer in VIEWERS:
        found.append(Page("members", viewer, members, 6))
        found.append(Page("members, in the middle", viewer, f"{members}?after={middle}", 7))
    # Last, for they make the employee a member, and end that.
    join = Page("join", "employee", f"{group}join/", 8, {"visibility": "leads"})
    return [*found, join, Page("leave", "employee", f"{group}leave/", 15, {})]


def main() -> None:
    parser = servers.parser(__doc__)
    parser.add_argument("--slow", type=float, default=50, help="milliseconds")
    parser.add_argument("--inside", help="for its own use: the size that DATABASE_URL holds")
    arguments = parser.parse_args()
    if arguments.inside:
        measure(arguments.inside, arguments.slow)
    else:
        measure_both(arguments.slow)


def measure_both(slow: float) -> None:
    """Load each size, and measure it in a process of its own."""
    with servers.postgres() as pg:
        for size in ("small", "large"):
            environment = servers.organization(pg, size)
            words = ["--inside", size, "--slow", str(slow)]
            print("\n".join(servers.run("benchmarks.queries", *words, environment=environment)))


def measure(size: str, slow: float) -> None:
    """Count and time the statements of every page on the database that the environment names."""
    import django

    django.setup()
    logging.disable(logging.INFO)
    from accounts.models import User

    people = User.objects.order_by("sort_name", "public_id")
    middle = people[people.count() // 2].public_id
    print(f"\n{size:<40}{'statements':>12}{'at most':>9}{'ms':>8}{'slowest':>9}")
    plans = []
    for page in pages(middle):
        statements, took = ask(page)
        slowest = max((float(each["time"]) * 1000 for each in statements), default=0)
        over = "" if len(statements) <= page.most else "   TOO MANY"
        name = f"{page.name}, {page.viewer}"
        print(f"{name:<40}{len(statements):>12}{page.most:>9}{took:>8.1f}{slowest:>9.1f}{over}")
        plans += [(name, each["sql"]) for each in statements if float(each["time"]) * 1000 > slow]
    for name, sql in plans:
        print(f"\n{name}\n{sql}\n{plan(sql)}")


def ask(page: Page):
    """The statements of one answer, and the milliseconds that it took, the second time."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from accounts.models import User

    client = Client(SERVER_NAME="127.0.0.1")
    if page.viewer != "visitor":
        client.force_login(User.objects.get(pk=VIEWERS[page.viewer]))
    send = client.get if page.form is None else client.post
    client.get("/groups/")
    if page.form is None:
        send(page.path)
    began = time.perf_counter()
    with CaptureQueriesContext(connection) as captured:
        answer = send(page.path, page.form or {})
    took = (time.perf_counter() - began) * 1000
    if answer.status_code != (200 if page.form is None else 302):
        raise SystemExit(f"{page.path} answered {answer.status_code}.")
    return captured.captured_queries, took


def plan(sql: str) -> str:
    """PostgreSQL's account of how it ran a statement."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}")
        return "\n".join(line for (line,) in cursor.fetchall())


if __name__ == "__main__":
    main()
