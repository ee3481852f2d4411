import time

import pytest

from accounts import emails
from tests import factories


@pytest.fixture
def ana(db):
    """An employee who has a password."""
    return factories.person(
        password=factories.PASSWORD,
        email="ana.lima@example.com",
        employee_id="E4711",
        legal_name="Ana Lima",
    )


@pytest.fixture
def sign_in(client):
    """Sign in by the form, and give back the answer."""

    def post(login, password=factories.PASSWORD, **more):
        return client.post("/accounts/login/", {"login": login, "password": password, **more})

    return post


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until a test moves it on, in seconds."""

    class Clock:
        now = time.time()

        def moves(self, seconds):
            self.now += seconds

    clock = Clock()
    monkeypatch.setattr(time, "time", lambda: clock.now)
    return clock


@pytest.fixture
def letters(mailoutbox):
    """What was mailed, once the post has gone."""

    def sent():
        emails._post.submit(lambda: None).result()
        return mailoutbox

    return sent
