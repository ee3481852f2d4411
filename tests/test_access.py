"""Who may open what: every route, as each of nine roles, with each method.

What is expected stands in `access_table.py`, which is meant to be read. These tests find routes
that the table does not speak of, and what the portal answers otherwise. Each line is asked for by
GET, and sent with its form, in `test_canary.py`, which looks into the answers too.
"""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.urls import resolve

from tests.access_table import ALIKE, READING, ROLES, WRITING, lines
from tests.answers import answer, statements_that_save
from tests.roles import SIGNED_OUT, World
from tests.routes import all_routes, route_of
from tests.seen import seen_of, undone

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """One world for all tests here; what each of them changes is undone after it."""
    with django_db_blocker.unblock(), undone():
        yield World()


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
def test_answers_head_as_the_table_says_without_a_body_and_saves_nothing(world, role):
    client = world.settled_client(role)
    found, bodies, saving = {}, {}, {}
    for address, _, expected in lines(READING):
        # The table says which roles are answered alike, so each answer is asked for once.
        if role != next(one for one in ROLES if expected[one] == expected[role]):
            continue
        path = address.format_map(world.names)
        with statements_that_save() as saved, undone(), client.as_before():
            response = client.head(path)
        saving |= {address: saved} if saved else {}
        bodies |= {address: response.body} if response.body else {}
        if (word := answer(response, path)) != expected[role]:
            found[address] = {"expected": expected[role], "answered": word}
    assert (found, saving, bodies) == ({}, {}, {})


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
