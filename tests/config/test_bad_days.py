"""The database away, or busy: a page that says so in time, and nothing half done."""

import contextlib

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from brgs.models import Membership
from tests import factories

JOIN = {"visibility": "members"}


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@pytest.fixture
def employee(visitor):
    visitor.force_login(factories.person())
    return visitor


@contextlib.contextmanager
def failing(error, on=""):
    """Let every statement with these words fail, and count how many were tried."""
    tried = []

    def refuse(execute, sql, params, many, context):
        if on not in sql:
            return execute(sql, params, many, context)
        tried.append(sql)
        raise error

    with connection.execute_wrapper(refuse):
        yield tried


@pytest.mark.django_db
@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
@pytest.mark.parametrize("address", ["/", "/groups/", "/me/groups/"])
def test_every_page_says_to_try_again_when_the_database_is_away(employee, error, address):
    with failing(error("could not connect to 10.0.0.7")):
        response = employee.get(address)
    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    assert b"Busy, try again" in response.content
    assert b"10.0.0.7" not in response.content


@pytest.mark.django_db
def test_the_page_that_says_so_does_not_wait_for_the_database_again(employee):
    with failing(OperationalError()) as tried:
        employee.get("/groups/")
    assert len(tried) == 1


@pytest.mark.django_db
def test_nobody_is_signed_out_because_the_database_is_away(employee):
    with failing(OperationalError()):
        assert dict(employee.get("/me/groups/").cookies) == {}
    assert employee.get("/me/groups/").status_code == 200


@pytest.mark.django_db
def test_an_error_of_ours_is_no_reason_to_try_again(visitor, monkeypatch):
    monkeypatch.setattr("portal.views.render", None)
    response = visitor.get("/concerns/")
    assert response.status_code == 500
    assert "Retry-After" not in response
    assert b"NoneType" not in response.content


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("written", ["brgs_membership", '"audit_'])
def test_joining_while_the_database_goes_away_changes_nothing(employee, written):
    brg = factories.brg()
    with failing(OperationalError(), on=f"INSERT INTO {written}") as tried:
        response = employee.post(f"/groups/{brg.slug}/join/", JOIN)
    assert (response.status_code, len(tried)) == (503, 1)
    assert Membership.objects.count() == 0
    assert employee.post(f"/groups/{brg.slug}/join/", JOIN).status_code == 302
    assert Membership.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_lock_that_is_held_too_long_is_a_page_that_says_busy(employee):
    brg = factories.brg()
    impatient()
    with held_by_another(brg):
        response = employee.post(f"/groups/{brg.slug}/join/", JOIN)
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert Membership.objects.count() == 0
    assert employee.post(f"/groups/{brg.slug}/join/", JOIN).status_code == 302


def impatient():
    """Wait for locks a tenth of a second instead of the seconds of production."""
    words = "PRAGMA busy_timeout = 100"
    if connection.vendor == "postgresql":
        words = "SET lock_timeout = '100ms'"
    with connection.cursor() as cursor:
        cursor.execute(words)


@contextlib.contextmanager
def held_by_another(brg):
    """Hold a group's row (all of SQLite) in a transaction on a second connection."""
    hold = "UPDATE brgs_brg SET hue = hue WHERE id = %s"
    if connection.vendor == "postgresql":
        hold = "SELECT id FROM brgs_brg WHERE id = %s FOR UPDATE"
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(hold, [brg.pk])
            yield
            cursor.execute("ROLLBACK")
    finally:
        other.close()
