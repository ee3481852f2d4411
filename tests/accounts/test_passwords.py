import datetime as dt
import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import actions
from accounts.models import User
from audit.models import AuditEvent
from notices import account_mail
from notices.actions import forget_old
from notices.models import Letter, Notice
from tests import factories
from tests.accounts.test_sign_in import signed_in_as

pytestmark = pytest.mark.django_db

NEW = "a brand new sentence"


def ask(client, login):
    return client.post("/accounts/password/reset/", {"email": login})


def link_in(letter):
    return re.search(r"Choose a new password: https?://testserver:8000(/\S+)\n", letter.body)[1]


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


def statements_of(client, login):
    """What the database was told, but for the values."""
    with CaptureQueriesContext(connection) as queries:
        ask(client, login)
    return [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries]


def test_the_same_work_is_done_for_an_unknown_account(client, ana, monkeypatch):
    """The same statements, the same texts; only whether a row comes of the last one differs."""
    # What is counted for this address is written down for the first time, for whoever it is.
    ask(client, "E9999")
    rendered = []
    render = account_mail.render_to_string
    monkeypatch.setattr(
        account_mail, "render_to_string", lambda *args: rendered.append(args[0]) or render(*args)
    )

    known, unknown = statements_of(client, "E4711"), statements_of(client, "E0000")

    assert known == unknown
    assert any("INSERT" in statement and "notice" in statement for statement in unknown)
    assert rendered[:2] == rendered[2:]
    assert list(Notice.objects.values_list("person", flat=True)) == [ana.pk]


def test_what_is_written_for_an_unknown_account_does_not_say_who_was_looked_for(client):
    ask(client, "somebody@example.com")

    letter = Letter.objects.get()
    kept = "".join(str(getattr(letter, field.attname)) for field in Letter._meta.concrete_fields)
    assert letter.thing == "user:0"
    assert "somebody" not in kept


def test_what_is_written_for_an_unknown_account_is_gone_once_the_link_would_be(client, settings):
    ask(client, "E0000")
    forget_old()
    assert Letter.objects.exists()

    hours = dt.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT + 1)
    forget_old(now=timezone.now() + hours)

    assert not Letter.objects.exists()


def test_nothing_leaves_before_the_worker_comes(client, ana, mailoutbox, letters):
    ask(client, "E4711")

    assert mailoutbox == []
    assert len(letters()) == 1
    assert len(letters()) == 1


def test_the_link_is_forgotten_once_it_is_on_its_way(client, ana, letters):
    ask(client, "E4711")
    assert "/accounts/password/reset/key/" in Letter.objects.get().body

    letters()

    assert Letter.objects.get().body == ""


def test_a_link_that_has_run_out_is_not_sent(client, ana, letters):
    ask(client, "E4711")
    Letter.objects.update(good_until=timezone.now())

    assert letters() == []


def test_the_link_stands_in_no_list_of_the_portal(client, ana):
    ask(client, "E4711")

    assert not Notice.objects.of(ana).exists()


def test_the_link_leads_to_the_portals_own_address_by_whatever_name_it_was_asked(
    client, ana, letters
):
    client.post("/accounts/password/reset/", {"email": "E4711"}, headers={"host": "localhost"})

    assert link_in(letters()[0])


def test_nothing_is_sent_to_a_deactivated_person_or_to_nowhere(client, letters):
    factories.person(employee_id="E1", is_active=False)
    factories.person(employee_id="E2", email=None)

    ask(client, "E1")
    ask(client, "E2")

    assert letters() == []


def test_a_link_from_before_the_deactivation_does_nothing(client, ana, letters):
    ask(client, "E4711")
    link = link_in(letters()[0])
    actions.deactivate(person=ana, by=factories.superuser())

    assert "does not work" in client.get(link).content.decode()


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


def test_a_mail_server_that_is_away_is_no_matter_of_the_page(client, ana, monkeypatch):
    def fails(self):
        raise ConnectionRefusedError

    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", fails)

    assert ask(client, "E4711").status_code == 302


def test_a_change_that_fails_is_not_told(client, ana, monkeypatch, letters):
    ask(client, "E4711")
    link = link_in(letters()[0])

    def fails(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(account_mail, "tell", fails)
    with pytest.raises(RuntimeError):
        set_password(client, link)

    # Nor is it made: what cannot be told is not done in silence.
    ana.refresh_from_db()
    assert ana.check_password(factories.PASSWORD)
