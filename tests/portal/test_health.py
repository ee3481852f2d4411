import pytest
from django.conf import settings as live
from django.db import OperationalError, ProgrammingError, connection
from django.test import Client


def asked(address, **headers):
    """Ask as a load balancer does: by address, and over plain http."""
    return Client().get(address, headers={"host": "10.1.2.3:8000"} | headers)


@pytest.fixture
def broken():
    """What the database answers with, for the length of a test: an error of this kind."""

    def failing(error):
        def refuse(execute, sql, params, many, context):
            raise error

        return connection.execute_wrapper(refuse)

    return failing


def test_says_that_the_process_is_up_without_the_database():
    # This test has no database at all: asking for it would fail.
    response = asked("/livez")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_says_that_the_database_answers(django_assert_num_queries):
    with django_assert_num_queries(1):
        response = asked("/readyz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
@pytest.mark.parametrize("error", [OperationalError, ProgrammingError])
def test_says_that_the_database_is_away_or_empty(broken, error):
    with broken(error("no such host")):
        response = asked("/readyz")
    assert response.status_code == 503
    assert response.content == b"the database does not answer\n"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/livez", "/readyz"])
def test_is_plain_text_that_nobody_keeps_without_a_cookie(address):
    response = asked(address, cookie=f"{live.SESSION_COOKIE_NAME}=abcdefghijklmnopqrstuvwxyz")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "no-store" in response["Cache-Control"]
    assert dict(response.cookies) == {}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/livez", "/readyz"])
def test_is_not_redirected_to_https(settings, address):
    settings.SECURE_SSL_REDIRECT = True
    assert asked(address).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/livez", "/readyz"])
def test_answers_head_and_refuses_to_be_written_to(address):
    assert Client().head(address, headers={"host": "10.1.2.3"}).status_code == 200
    assert Client().post(address, headers={"host": "10.1.2.3"}).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/livez/", "/readyz/x", "/concerns/"])
def test_all_other_pages_stay_strict_about_the_host(address):
    assert asked(address).status_code == 400
