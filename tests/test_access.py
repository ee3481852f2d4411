"""Who may open what: every route, as each of nine roles, with each method.

What is expected stands in `access_table.py`, which is meant to be read. These tests find what the
portal answers otherwise, and routes that the table does not speak of.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.urls import Resolver404, resolve

from tests.access_table import ALIKE, FORMS, READING, ROLES, WRITING, lines
from tests.roles import SIGNED_OUT, World
from tests.routes import all_routes, route_of
from tests.seen import seen_of, undone

SAVES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|TRUNCATE|CREATE|ALTER|DROP)\b", re.I)
# The time of a session's last request, and how often somebody has knocked.
STAMPS = re.compile(r'UPDATE "django_session" SET|\w+ (INTO |FROM )?"cache"')

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """One world for all tests here; what each of them changes is undone after it."""
    with django_db_blocker.unblock(), undone():
        yield World()


def answer(response, address: str) -> str:
    """What the portal answered, in the words of the table."""
    target = response.headers.get("Location")
    if target is None:
        return str(response.status_code)
    if (response.status_code, target) == (302, f"/accounts/login/?next={quote(address)}"):
        return "login"
    return f"{response.status_code} {name_of(target)}"


def name_of(target: str) -> str:
    """The route that a redirect leads to, or the whole target where it leads out of the portal."""
    try:
        return resolve(urlsplit(target).path).view_name if target.startswith("/") else target
    except Resolver404:
        return target


@contextmanager
def statements_that_save() -> Iterator[list[str]]:
    """Watch what reaches the database and collect what would change it."""
    saved = []

    def watch(execute, sql, params, many, context):
        if SAVES.match(sql) and not STAMPS.match(sql):
            saved.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield saved


def addresses(world: World) -> list[str]:
    return [address.format_map(world.names) for address, _, _ in lines(READING)]


def test_notices_what_is_saved(world):
    with statements_that_save() as saved:
        world.client("employee").post("/groups/kin/join/", {"visibility": "leads"})
    written = {re.search(r'INTO "?(\w+)', sql)[1] for sql in saved if "INTO" in sql}
    assert {"brgs_membership", "audit_auditevent"} <= written


def test_the_table_names_every_route_and_no_other(world):
    named = {route_of(address) for address in addresses(world)}
    assert all_routes() - named == set()
    assert named - all_routes() == set()


def test_every_public_route_stands_in_the_table_as_open_to_visitors(world):
    opened = {
        resolve(address.format_map(world.names).partition("?")[0]).view_name
        for address, _, expected in lines(READING)
        if expected["visitor"] != "login"
    }
    assert opened - {None} == set(settings.PUBLIC_ROUTES)


@pytest.mark.parametrize("role", ROLES)
def test_answers_as_the_table_says_and_saves_nothing_when_read(world, role):
    client = world.settled_client(role)
    found, heads, saving = {}, {}, {}
    for address, _, expected in lines(READING):
        path = address.format_map(world.names)
        with statements_that_save() as saved, undone():
            response = client.get(path)
            head = client.head(path) if is_first(role, expected) else None
        saving |= {address: saved} if saved else {}
        if head and (head.body or head.status_code != response.status_code):
            heads[address] = head
        if (word := answer(response, path)) != expected[role]:
            found[address] = {"expected": expected[role], "answered": word}
    assert (found, saving, heads) == ({}, {}, {})


def is_first(role: str, expected: dict[str, str]) -> bool:
    """Whether no role before this one is answered alike: each answer is asked for by HEAD once."""
    return role == next(one for one in ROLES if expected[one] == expected[role])


@pytest.mark.parametrize("role", ROLES)
def test_takes_a_form_as_the_table_says_and_saves_nothing_when_it_refuses(world, role):
    found, saving = {}, {}
    client = world.settled_client(role)
    for address, form, expected in lines(WRITING):
        path = address.format_map(world.names)
        # Another session, or a message that has yet to be shown: the next address meets neither.
        with statements_that_save() as saved, undone(), client.as_before():
            word = answer(client.post(path, FORMS[form]), path)
        if word in ("login", "403", "404", "405") and saved:
            saving[address, form] = saved
        if word != expected[role]:
            found[address, form] = {"expected": expected[role], "answered": word}
    assert (found, saving) == ({}, {})


def test_the_table_says_for_every_route_what_posting_does(world):
    posted = {route_of(address.format_map(world.names)) for address, _, _ in lines(WRITING)}
    assert all_routes() - posted == set()


@pytest.mark.parametrize("role", ["visitor", "employee", "lead", "superuser"])
def test_refuses_a_form_without_its_token_on_every_route(world, role):
    client = world.client(role, enforce_csrf_checks=True)
    found = {}
    with statements_that_save() as saved:
        for address in addresses(world):
            found[address] = client.post(address, {"visibility": "everyone"}).status_code
    # The health checks take no POST at all and answer before anybody asks for a token. Mail
    # providers bring none, and say by another word that they mean it.
    open_doors = {address: status for address, status in found.items() if status != 403}
    one_click = {address for address in found if address.startswith("/unsubscribe/")}
    assert len(one_click) == 2
    assert open_doors == {"/livez": 405, "/readyz": 405} | dict.fromkeys(one_click, 422)
    assert saved == []


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
@pytest.mark.parametrize("role", ["visitor", "lead", "superuser"])
def test_takes_no_other_method_on_any_route(world, role, method):
    client = world.client(role)
    found = {}
    with statements_that_save() as saved:
        for address in addresses(world):
            found[address] = client.generic(method, address).status_code
    assert {address: status for address, status in found.items() if status != 405} == {}
    assert saved == []


@pytest.mark.parametrize("role", SIGNED_OUT)
@pytest.mark.parametrize("line", ALIKE.split("\n")[1:-1], ids=lambda line: line.split()[0])
def test_answers_alike_whether_a_thing_exists_or_not(world, role, line):
    client = world.client(role)
    # The first request of a session notes its time in the answer.
    client.get("/")
    alike = line.format_map(world.names).split()
    answers = [seen_of(client.get(address)) for address in alike]
    assert answers == answers[:1] * len(alike)


def test_who_was_deactivated_sees_what_a_visitor_sees(world):
    for address in addresses(world):
        visitor, deactivated = (seen_of(world.client(role).get(address)) for role in SIGNED_OUT)
        # A session that was brought along changes what caches are told, and nothing else.
        assert (deactivated[0], deactivated[3]) == (visitor[0], visitor[3]), address
        assert deactivated[1]["Location"] == visitor[1]["Location"]
