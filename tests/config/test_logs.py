"""Nothing that a request brings is ever logged. Each test also shows that something is."""

import io
import json
import logging
import warnings

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import IntegrityError
from django.test import Client
from django.urls import path

from config import logs
from config.urls import handler500
from config.urls import urlpatterns as portal_urls

FORM = "application/x-www-form-urlencoded"
MARK = "zanzibar"

pytestmark = pytest.mark.django_db


# Ways in which a view fails, and the status that each becomes.
TROUBLE = {
    RuntimeError: 500,
    KeyError: 500,
    IntegrityError: 500,
    PermissionDenied: 403,
    SuspiciousOperation: 400,
}


def failing(kind):
    """A view that fails with words that must not be logged."""

    def view(request, who):
        try:
            raise ValueError(f"{MARK}-cause {who}")
        except ValueError as error:
            raise kind(f"{MARK}-words {who}") from error

    return path(f"trouble/{kind.__name__}/<who>/", view, name=kind.__name__)


urlpatterns = [*map(failing, TROUBLE), *portal_urls]
assert handler500


@pytest.fixture
def written():
    """All that the portal logs while the test runs, in the form in which it is written."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.JsonFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)


@pytest.fixture
def browser(settings):
    tests = {kind.__name__: "A test." for kind in TROUBLE}
    settings.PUBLIC_ROUTES = settings.PUBLIC_ROUTES | tests
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def requests_among(lines):
    return [(line["route"], line["status"]) for line in lines if line.get("message") == "request"]


@pytest.mark.parametrize("address", [f"/{MARK}/", f"/groups/{MARK}/", f"/groups/?q={MARK}"])
def test_logs_the_route_and_not_the_address(browser, written, address):
    browser.get(address, headers={"user-agent": MARK, "referer": f"https://{MARK}.example/"})
    lines = written()
    assert MARK not in json.dumps(lines)
    assert len(requests_among(lines)) == 1


def test_logs_a_page_by_its_name(browser, written):
    browser.get(f"/concerns/?who={MARK}")
    (line,) = [line for line in written() if line.get("message") == "request"]
    assert (line["route"], line["status"], line["method"]) == ("concerns", 200, "GET")
    assert set(line) == {
        *("at", "level", "logger", "message", "request", "method", "route", "status", "ms")
    }
    assert isinstance(line["ms"], float)


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("kind", "status"), list(TROUBLE.items()))
def test_logs_what_kind_of_error_and_none_of_its_words(browser, written, kind, status):
    browser.get(f"/trouble/{kind.__name__}/{MARK}/?who={MARK}")
    lines = written()
    assert requests_among(lines) == [(kind.__name__, status)]
    assert MARK not in json.dumps(lines)


@pytest.mark.urls(__name__)
def test_logs_where_an_error_came_from_with_its_causes(browser, written):
    browser.get(f"/trouble/RuntimeError/{MARK}/")
    (error,) = [line for line in written() if "exceptions" in line]
    (request,) = [line for line in written() if line.get("message") == "request"]
    assert [one["kind"] for one in error["exceptions"]] == [
        "builtins.RuntimeError",
        "builtins.ValueError",
    ]
    assert __file__ in error["exceptions"][0]["trace"][-1]
    assert error["request"] == request["request"]


def test_logs_no_word_of_what_a_form_brings(browser, written):
    browser.post("/accounts/login/", {"login": f"{MARK}@example.org", "password": MARK})
    trusting = Client(raise_request_exception=False)
    trusting.post("/accounts/login/", {"login": f"{MARK}@example.org", "password": MARK})
    trusting.post("/accounts/login/", MARK * 200_000, content_type=FORM)
    trusting.post(
        "/accounts/login/",
        f"--{MARK}".encode(),
        content_type=f"multipart/form-data; boundary={MARK}",
    )
    lines = written()
    assert {route for route, _ in requests_among(lines)} == {"account_login"}
    assert MARK not in json.dumps(lines)


@pytest.mark.parametrize(
    "headers",
    [
        {"host": f"{MARK}.example"},
        {"host": f"{MARK}\x00"},
        {"cookie": f"sessionid={MARK}; messages={MARK}; csrftoken={MARK}"},
        {"accept-language": MARK, "range": MARK, "content-type": MARK},
        {"x-request-id": MARK, "x-forwarded-for": MARK, "x-forwarded-host": MARK},
    ],
)
def test_logs_no_word_of_the_headers(browser, written, headers):
    browser.get("/concerns/", headers=headers)
    lines = written()
    assert len(requests_among(lines)) == 1
    assert MARK not in json.dumps(lines)


def test_logs_a_strange_method_as_other(written):
    Client().generic(MARK.upper(), "/concerns/")
    (line,) = [line for line in written() if line.get("message") == "request"]
    assert (line["method"], line["status"]) == ("other", 405)


def test_logs_that_python_warns_without_its_words(written):
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = logs.note_warning
        warnings.warn(f"About {MARK}", RuntimeWarning, stacklevel=1)
    (line,) = written()
    assert (line["message"], line["kind"]) == ("python warning", "RuntimeWarning")
    assert __file__ in line["place"]
    assert MARK not in json.dumps(line)


def test_logs_the_place_and_not_the_message_of_other_peoples_code(written):
    logging.getLogger("some.library").warning("Mail to %s failed", MARK)
    logging.getLogger("some.library").warning(f"Mail to {MARK} failed")
    lines = written()
    assert [line["logger"] for line in lines] == ["some.library"] * 2
    assert all("test_logs:" in line["place"] for line in lines)
    assert MARK not in json.dumps(lines)


def test_a_record_that_cannot_be_written_is_not_printed_instead(capsys):
    logs.configure({"version": 1, "disable_existing_loggers": False, "incremental": True})
    handler = logging.StreamHandler()
    handler.setFormatter(logs.JsonFormatter())
    record = logging.makeLogRecord({"name": "config.test", "msg": MARK, "facts": {"a": object()}})
    handler.handle(record)
    assert MARK not in capsys.readouterr().err


def test_no_mail_is_sent_about_an_error():
    assert logging.getLogger("django").handlers == []


def test_the_sessions_of_the_server_log_no_line_of_their_own():
    assert logging.getLogger("django.server").handlers == []
