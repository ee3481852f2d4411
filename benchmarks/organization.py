"""Loads an organization of a given size into an empty database, with COPY where PostgreSQL has it.

    python -m benchmarks.organization large

reads DATABASE_URL. Everything but the passwords' salt is the same each time.
"""

import argparse
import datetime as dt
import itertools
from typing import NamedTuple

import django
from django.core.management import call_command

from . import event_rows


class Size(NamedTuple):
    """How many there are; the first group has `largest` members, each other one `others`.

    Events lie around today, the groups taking turns, and each has `answers / events` answers.
    """

    groups: int
    people: int
    largest: int
    others: int
    events: int = 0
    answers: int = 0


SIZES = {
    "small": Size(groups=10, people=1_000, largest=10, others=10),
    "large": Size(groups=1_000, people=120_000, largest=100_000, others=200),
    # Enough people to join one group in each of many rounds, each once.
    "joining": Size(groups=40, people=5_000, largest=10, others=10),
    # As many employees as want the seats of one event.
    "answering": Size(groups=10, people=5_100, largest=10, others=10),
    "few_events": Size(
        groups=10, people=1_000, largest=10, others=10, events=1_000, answers=20_000
    ),
    # All that the portal is made for.
    "whole": Size(
        groups=1_000,
        people=210_000,
        largest=100_000,
        others=900,
        events=100_000,
        answers=2_000_000,
    ),
}

# The first people look at pages: one in no group, and three in the largest, of whom one hides.
STRANGER, MEMBER, LEAD, HIDDEN = 1, 2, 3, 4
LARGEST = "group-1"
REGIONS, FOCUS_AREAS, CHAPTERS = 8, 8, 8
VISIBILITIES = ["everyone", "members", "members", "members", "leads", "leads", "only_me", "members"]
FIRST = [
    "Ana",
    "Ben",
    "Chidi",
    "Dora",
    "Elif",
    "Femi",
    "Grace",
    "Hugo",
    "Inés",
    "Jun",
    "Kofi",
    "Lena",
    "Mei",
    "Noor",
    "Omar",
    "Priya",
]
LAST = [
    "Adams",
    "Baker",
    "Chen",
    "Diaz",
    "Evans",
    "Fofana",
    "García",
    "Hassan",
    "Ito",
    "Jones",
    "Khan",
    "Lopez",
    "Novák",
]
WORDS = [
    "mentors",
    "share",
    "what",
    "they",
    "know",
    "and",
    "people",
    "find",
    "a",
    "place",
    "to",
    "belong",
    "at",
    "work",
    "each",
    "day",
]
NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)


def load(size):
    """Make the tables and fill them; ends with figures published and the planner informed."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    _take_all_the_time()
    regions = _regions()
    _people(size, regions)
    groups = _groups(size, regions)
    _memberships(size, groups)
    _officers(groups)
    _chapters(groups[0], regions)
    if size.events:
        event_rows.load(size, groups, regions, _copy)
    _finish()


def _take_all_the_time():
    """A page's statement may take some seconds; one that loads a million rows takes minutes."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")


def _regions():
    from accounts.models import Region

    rows = [
        Region(name=f"Region {n}", slug=f"region-{n}", time_zone="America/Denver")
        for n in range(1, REGIONS + 1)
    ]
    return Region.objects.bulk_create(rows)


def _people(size, regions):
    from accounts.names import sort_name

    def rows():
        for n in range(1, size.people + 1):
            name = f"{FIRST[n % 16]} {LAST[n % 13]} {n // 208}"
            yield {
                "id": n,
                "public_id": f"public-{n}",
                "email": f"p{n}@example.com" if n % 2 else None,
                "employee_id": f"E{n:06}",
                "password": f"!{n:040}",
                "legal_name": name,
                "preferred_name": "",
                "sort_name": sort_name(name),
                "pronouns": "she/her" if n % 3 else "",
                "job_title": "Registered nurse",
                "region_id": regions[n % REGIONS].pk,
                "time_zone": "",
                "language": "en",
                "photo": "",
                "default_visibility": "",
                "is_active": n % 100 != 0,
                "active_changed": NOW,
                "is_staff": False,
                "is_superuser": False,
                "created": NOW,
            }

    _copy("accounts_user", rows())


def _groups(size, regions):
    """Groups as a curator would fill them, with focus areas and links."""
    from brgs.models import BRG, BRGLink, FocusArea

    areas = FocusArea.objects.bulk_create(
        FocusArea(name=f"Focus {n}", slug=f"focus-{n}", position=n)
        for n in range(1, FOCUS_AREAS + 1)
    )
    groups = [_group(n, regions) for n in range(1, size.groups + 1)]
    for group in groups:
        group.save()
    pairs = [(group, areas[(group.pk + k) % FOCUS_AREAS]) for group in groups for k in range(2)]
    through = BRG.focus_areas.through
    through.objects.bulk_create(through(brg=group, focusarea=area) for group, area in pairs)
    BRGLink.objects.bulk_create(
        BRGLink(brg=group, title=f"Link {n}", url=f"https://example.org/{n}", position=n)
        for group in groups
        for n in range(1, 3)
    )
    return groups


def _group(n, regions):
    from brgs.models import BRG

    return BRG(
        name=f"The network of group number {n}",
        acronym=f"Group {n}",
        slug=f"group-{n}",
        tagline=_text(10),
        purpose=_text(30),
        mission=_text(30),
        vision=_text(30),
        about="\n\n".join(f"{_text(30)} **{_text(2)}** [{n}](https://example.org/)" for _ in "12"),
        founded=1990 + n % 30,
        home_region=regions[n % REGIONS] if n % 3 else None,
        hue=n * 37 % 360,
        contact=f"group-{n}@example.com",
        status="active",
        published=NOW - dt.timedelta(days=n),
    )


def _text(words):
    return " ".join(itertools.islice(itertools.cycle(WORDS), words)).capitalize() + "."


def _memberships(size, groups):
    def rows():
        for group in groups:
            is_largest = group.slug == LARGEST
            if is_largest:
                yield _membership(MEMBER, group, "members")
                yield _membership(LEAD, group, "leads")
                yield _membership(HIDDEN, group, "only_me")
            first = 5 if is_largest else 5 + group.pk * 197 % (size.people - size.others - 5)
            count = size.largest - 3 if is_largest else size.others
            for n in range(first, first + count):
                # Not in step with names, or a page in their order would be all of one kind.
                yield _membership(n, group, VISIBILITIES[n // 208 % 8])

    _copy("brgs_membership", rows())


def _membership(person, group, visibility):
    joined = NOW - dt.timedelta(minutes=person)
    return {
        "person_id": person,
        "brg_id": group.pk,
        "visibility": visibility,
        "joined": joined,
        "removal_reason": "",
    }


def _officers(groups):
    from brgs.models import Officer

    roles = ["chair", "co_chair", "secretary", "treasurer", "events"]
    since = NOW.date() - dt.timedelta(days=100)
    Officer.objects.bulk_create(
        Officer(person_id=person, brg=group, role=role, starts=since, accepted=NOW)
        for group in groups
        for person, role in zip([LEAD, 5, 6, 7, 8], roles, strict=True)
    )


def _chapters(group, regions):
    """Chapters of the first group; every other one of its members is in one of them."""
    from django.db import connection

    from chapters.models import Chapter

    chapters = [
        Chapter(brg=group, region=region, name=f"Chapter {n}", slug=f"chapter-{n}", status="active")
        for n, region in enumerate(regions[:CHAPTERS], 1)
    ]
    for chapter in chapters:
        chapter.save()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO chapters_chaptermembership (membership_id, chapter_id, joined)"
            " SELECT id, %s + (person_id / 2) %% %s, joined FROM brgs_membership"
            " WHERE brg_id = %s AND person_id %% 2 = 0",
            [chapters[0].pk, len(chapters), group.pk],
        )


def _copy(table, rows):
    """Write many rows, with PostgreSQL's COPY where it is that, and number on after them."""
    from django.db import connection

    if connection.vendor == "postgresql":
        _copy_to_postgresql(table, rows)
    else:
        _insert(table, rows)


def _insert(table, rows):
    from django.db import connection, transaction

    first = next(rows)
    marks = ", ".join(["%s"] * len(first))
    sql = f"INSERT INTO {table} ({', '.join(first)}) VALUES ({marks})"  # noqa: S608
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(sql, map(_plain, itertools.chain([first], rows)))


def _plain(row):
    """The values of a row as SQLite keeps them, where instants are text."""
    from django.db import connection

    instant = connection.ops.adapt_datetimefield_value
    return [instant(each) if isinstance(each, dt.datetime) else each for each in row.values()]


def _copy_to_postgresql(table, rows):
    from django.db import connection

    first = next(rows)
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {table} ({', '.join(first)}) FROM STDIN") as copy:
            for row in itertools.chain([first], rows):
                copy.write_row(tuple(row.values()))
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
        )


def _finish():
    from django.db import connection

    from brgs.actions import publish_figures

    publish_figures()
    with connection.cursor() as cursor:
        # What is loaded at once has never been vacuumed; a PostgreSQL that has lived for a day has.
        # SQLite is never told about its rows in production, so it is not here.
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", choices=SIZES)
    chosen = SIZES[parser.parse_args().size]
    django.setup()
    load(chosen)
