"""No input breaks the portal: 5,200 hostile requests and 500 forms that are nearly right.

None is answered by an error of ours.
"""

import sys
from importlib import import_module

import pytest
from django.conf import settings
from django.core.signals import got_request_exception
from django.test import RequestFactory

from config.requests import Application, Request
from tests.hostile import Attacker, fields_of
from tests.nearly_right import Fiddler
from tests.roles import Browser, World
from tests.seen import undone

CHUNKS = 20
REQUESTS_A_CHUNK = 260
FORM_CHUNKS = 10
FORMS_A_CHUNK = 50


@pytest.fixture
def raised():
    """What was raised and nobody handled, also where the answer does not show it."""
    found = []

    def note(sender, request=None, **kwargs):
        found.append(repr(sys.exc_info()[1])[:300])

    got_request_exception.connect(note)
    yield found
    got_request_exception.disconnect(note)


def test_the_server_makes_its_requests_of_the_portals_class(monkeypatch):
    monkeypatch.setattr("config.start.refuse_weak_start", lambda: None)
    assert isinstance(import_module("config.wsgi").application, Application)
    assert Application.request_class is Request


@pytest.mark.parametrize(
    "charset", ["base64", "undefined", "idna", "utf-16", "*=x''y", "*=utf-8''%00"]
)
def test_reads_the_address_as_utf_8_whatever_encoding_a_request_names(charset):
    kind = f"text/plain; charset{charset if charset[0] == '*' else '=' + charset}"
    environ = RequestFactory()._base_environ(QUERY_STRING="q=%C3%A9", CONTENT_TYPE=kind)
    assert Request(environ).GET["q"] == "é"


UNREADABLE = {"fields": b"a=b&" * 600, "bytes": b"a=" + b"x" * 2 * 1024 * 1024}


@pytest.mark.django_db
@pytest.mark.parametrize("what", UNREADABLE)
@pytest.mark.parametrize(
    ("address", "host", "status"),
    [
        ("/nowhere/", "testserver", 404),
        ("/accounts/login/", "testserver", 400),
        ("/accounts/login/", "evil.example", 400),
    ],
)
def test_a_form_too_large_to_read_is_no_error_of_ours(address, host, status, what):
    # The token of the form is looked for where that is not the page's own doing.
    is_meant = (address, host) == ("/accounts/login/", "testserver")
    browser = Browser(enforce_csrf_checks=not is_meant)
    browser.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    kind = "application/x-www-form-urlencoded"
    form = UNREADABLE[what]
    response = browser.generic("POST", address, form, content_type=kind, HTTP_HOST=host)
    assert response.status_code == status
    assert b"<h1>" in response.body


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(CHUNKS))
def test_answers_every_hostile_request_without_an_error_of_its_own(seed, raised):
    world = World()
    browsers, failed = {}, []
    for request in Attacker(seed, fields_of(world)).requests(REQUESTS_A_CHUNK):
        if request.role not in browsers:
            browsers[request.role] = world.settled_client(request.role)
        browser = browsers[request.role]
        with undone(), browser.as_before():
            status = request.send(browser).status_code
        if status >= 500 or raised:
            failed.append((status, raised[:], str(request)))
            raised.clear()
    assert failed == []


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(FORM_CHUNKS))
def test_answers_every_form_that_is_nearly_right_without_an_error_of_its_own(seed, raised):
    world = World()
    fiddler = Fiddler(seed, world)
    browsers, failed, sent = {}, [], 0
    for role, address in fiddler.pages():
        if role not in browsers:
            browsers[role] = world.settled_client(role)
        browser = browsers[role]
        with undone(), browser.as_before():
            page = browser.get(address)
            sending = fiddler.sending(address, page.body)
            status = sending.send(browser).status_code if sending else 200
        sent += bool(sending)
        if status >= 500 or raised:
            failed.append((status, raised[:], role, str(sending)))
            raised.clear()
        if sent == FORMS_A_CHUNK:
            break
    assert failed == []
