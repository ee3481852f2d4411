import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail import BadHeaderError

from accounts import actions, emails
from accounts.models import User
from audit.models import AuditEvent
from tests import factories
from tests.accounts.test_sign_in import signed_in_as

pytestmark = pytest.mark.django_db

NEW = "a brand new sentence"


def ask(client, login):
    return client.post("/accounts/password/reset/", {"email": login})


def link_in(letter):
    return re.search(r"https?://testserver(/\S+)", letter.body)[1]


def set_password(client, link, password=NEW):
    form = client.get(link)["Location"]
    return client.post(form, {"password1": password, "password2": password})


@pytest.mark.parametrize("login", ["ana.lima@example.com", "e4711"])
def test_a_link_goes_to_the_work_email(client, ana, letters, login):
    assert ask(client, login)["Location"] == "/accounts/password/reset/done/"

    [letter] = letters()
    assert (letter.to, letter.subject) == (["ana.lima@example.com"], "Set a new password")


def test_the_link_sets_a_password_once_and_signs_in_nobody(client, ana, sign_in, letters):
    ask(client, "E4711")
    link = link_in(letters()[0])

    response = set_password(client, link)

    assert response["Location"] == "/accounts/password/reset/key/done/"
    assert signed_in_as(client) is None
    assert "does not work" in client.get(link).content.decode()
    sign_in("E4711", NEW)
    assert signed_in_as(client) == ana


def test_a_new_password_is_told_and_put_on_record(client, ana, letters):
    ask(client, "E4711")
    set_password(client, link_in(letters()[0]))

    assert [letter.subject for letter in letters()][1:] == ["Your password was changed"]
    event = AuditEvent.objects.get(verb="person.password_changed")
    assert (event.actor, event.thing_id) == (ana.public_id, str(ana.pk))


def test_the_link_names_no_row(client, ana, letters):
    ask(client, "E4711")

    assert link_in(letters()[0]).startswith(f"/accounts/password/reset/key/{ana.public_id}/")


def test_nothing_is_sent_for_an_unknown_account_and_the_answer_is_the_same(client, ana, letters):
    known, unknown = ask(client, "E4711"), ask(client, "E0000")

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(letters()) == 1


def test_the_same_work_is_done_for_an_unknown_account(
    client, ana, monkeypatch, django_assert_num_queries
):
    """Only sending differs, and that is done beside the request."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    rendered = []
    render = mail.EmailMultiAlternatives.__init__
    monkeypatch.setattr(
        mail.EmailMultiAlternatives,
        "__init__",
        lambda *args, **kwargs: rendered.append(1) or render(*args, **kwargs),
    )
    counts = []
    for login in ("E4711", "E0000"):
        with CaptureQueriesContext(connection) as queries:
            ask(client, login)
        counts.append((len(queries), len(rendered)))
        rendered.clear()

    assert counts[0] == counts[1]
    assert counts[0][1] == 1


def test_nothing_is_sent_to_a_deactivated_person_or_to_nowhere(client, letters):
    factories.person(employee_id="E1", is_active=False)
    factories.person(employee_id="E2", email=None)

    ask(client, "E1")
    ask(client, "E2")

    assert letters() == []


def test_a_link_from_before_the_deactivation_does_nothing(client, ana, letters):
    ask(client, "E4711")
    actions.deactivate(person=ana, by=factories.superuser())

    assert "does not work" in client.get(link_in(letters()[0])).content.decode()


def test_a_link_from_before_a_change_of_email_does_nothing(client, ana, letters):
    ask(client, "E4711")
    User.objects.filter(pk=ana.pk).update(email="ana.new@example.com")

    assert "does not work" in client.get(link_in(letters()[0])).content.decode()


def test_a_former_email_is_no_way_in(client, ana, letters):
    """An address that HR gave to somebody else must not open the account it belonged to."""
    ask(client, "ana.lima@example.com")
    User.objects.filter(pk=ana.pk).update(email="ana.new@example.com")

    ask(client, "ana.lima@example.com")

    assert len(letters()) == 1


def test_addresses_are_kept_in_one_table_alone(client, ana, sign_in, letters):
    ask(client, "E4711")
    set_password(client, link_in(letters()[0]))
    sign_in("E4711", NEW)
    client.get("/accounts/2fa/")

    assert EmailAddress.objects.count() == 0


@pytest.mark.parametrize(
    "password", ["short", "qwerty123456", "123456789012345", "ana.lima@example.com"]
)
def test_weak_passwords_are_refused(client, ana, letters, password):
    ask(client, "E4711")

    response = set_password(client, link_in(letters()[0]), password)

    assert response.context["form"].errors
    ana.refresh_from_db()
    assert ana.check_password(factories.PASSWORD)


@pytest.mark.parametrize(
    "path",
    ["x/y", "x/set-password", "a" * 22 + "/" + "9" * 500, "%00/%00", "%ff/%ff"],
)
def test_a_made_up_link_is_no_error_of_ours(client, db, path):
    assert client.get(f"/accounts/password/reset/key/{path}/").status_code in (200, 404)


def test_who_has_no_password_is_led_to_the_mail(client):
    person = factories.person()
    client.force_login(person)

    response = client.get("/accounts/password/change/")

    assert response["Location"] == "/accounts/password/reset/"


@pytest.mark.parametrize("error", [ConnectionRefusedError, BadHeaderError])
def test_mail_that_cannot_be_sent_is_no_error_of_the_page(client, ana, monkeypatch, caplog, error):
    def fails(self):
        raise error

    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", fails)

    assert ask(client, "E4711").status_code == 302

    emails._post.submit(lambda: None).result()
    assert [record.name for record in caplog.records if record.levelname == "ERROR"] == [
        "accounts.emails"
    ]
