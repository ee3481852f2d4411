import re

import pytest
from django.conf import settings as live
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
CLOSED = ["/me/groups/", "/admin/"]
PUBLIC = ["/", "/groups/", "/concerns/", "/events/"]
TROUBLE = ["/no-such-page/", "/groups/no-such-group/", "/groups/?after=%00", "/media/none.webp"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def employee(client):
    client.force_login(factories.person())
    return client


def assert_safe(response):
    assert {name: response.get(name) for name in HEADERS} == HEADERS
    assert "camera=()" in response["Permissions-Policy"]
    policy = response["Content-Security-Policy"]
    assert {"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"} <= set(
        policy.split("; ")
    )
    assert "unsafe" not in policy


@pytest.mark.parametrize("address", [*PUBLIC, *TROUBLE, *CLOSED, "/accounts/login/"])
def test_every_answer_to_a_visitor_has_the_security_headers(client, address):
    assert_safe(client.get(address))


@pytest.mark.parametrize("address", [*PUBLIC, *TROUBLE, *CLOSED])
def test_no_answer_to_a_signed_in_person_is_kept(employee, address):
    response = employee.get(address)
    assert_safe(response)
    assert response["Cache-Control"] == "private, no-store"
    assert "Cookie" in re.split(r",\s*", response["Vary"])


def test_an_error_in_a_view_is_not_kept_and_has_the_headers(employee, monkeypatch):
    employee.raise_request_exception = False
    monkeypatch.setattr("portal.views.render", None)
    response = employee.get("/concerns/")
    assert response.status_code == 500
    assert_safe(response)
    assert response["Cache-Control"] == "private, no-store"


def test_a_request_for_a_foreign_host_is_refused_with_the_headers(client):
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert_safe(response)


def test_a_forged_form_is_refused_with_the_headers():
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x"})
    assert response.status_code == 403
    assert_safe(response)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_visitor_is_given_no_cookie_and_has_no_session(client, address):
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    assert response.status_code == 200
    assert dict(response.cookies) == {}
    assert [query for query in asked.captured_queries if "session" in query["sql"]] == []


def test_the_page_with_a_form_for_a_visitor_is_not_kept(client):
    response = client.get("/accounts/login/")
    assert live.CSRF_COOKIE_NAME in response.cookies
    assert response["Cache-Control"] == "private, no-store"


def test_what_a_visitor_sees_depends_on_the_cookie(client):
    assert "Cookie" in re.split(r",\s*", client.get("/")["Vary"])


def test_a_large_page_is_compressed_with_its_headers(client):
    response = client.get("/", headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert_safe(response)


def test_each_answer_has_an_id_and_a_brought_one_is_not_used(client):
    brought = "0123456789abcdef"
    answers = [client.get("/concerns/", headers={"x-request-id": brought}) for _ in "ab"]
    ids = {answer["X-Request-Id"] for answer in answers}
    assert len(ids) == 2
    assert brought not in ids
    assert all(re.fullmatch(r"[0-9a-f]{16}", one) for one in ids)


class TestOverHttps:
    @pytest.fixture(autouse=True)
    def production(self, settings):
        settings.SECURE_SSL_REDIRECT = True
        settings.SECURE_HSTS_SECONDS = 31_536_000
        settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True

    def test_browsers_are_told_to_stay_with_https(self):
        response = Client().get("/concerns/", secure=True)
        told = response["Strict-Transport-Security"]
        assert told == "max-age=31536000; includeSubDomains; preload"

    def test_plain_http_is_redirected(self):
        response = Client().get("/concerns/?q=1")
        assert response.status_code == 301
        assert response["Location"] == "https://testserver/concerns/?q=1"

    @pytest.mark.parametrize("header", ["x-forwarded-proto", "x-forwarded-ssl", "forwarded"])
    def test_a_visitor_cannot_say_that_http_is_https(self, header):
        response = Client().get("/concerns/", headers={header: "https"})
        assert response.status_code == 301

    def test_a_trusted_proxy_can_say_so(self, settings):
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        response = Client().get("/concerns/", headers={"x-forwarded-proto": "https"})
        assert response.status_code == 200

    def test_a_visitor_cannot_choose_where_a_redirect_leads(self):
        response = Client().get("/concerns/", headers={"x-forwarded-host": "evil.example"})
        assert response["Location"] == "https://testserver/concerns/"
