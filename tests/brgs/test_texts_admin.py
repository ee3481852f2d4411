"""What a curator does about new words: looks at them word by word, approves or returns them."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group

from accounts.curators import CURATORS
from audit.models import AuditEvent
from brgs import actions
from brgs.models import BRG, Officer, TextChange
from tests import factories
from tests.brgs.test_admin import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return factories.brg(name="Kin of all", acronym="Kin", mission="We meet every week.")


@pytest.fixture
def lead(group):
    return factories.lead(group, legal_name="Lea Lead")


@pytest.fixture
def carol():
    return factories.curator(legal_name="Carol Curator")


@pytest.fixture
def desk(client, carol, settings):
    """A browser in which a curator is signed in."""
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(carol)
    return client


@pytest.fixture
def change(group, lead):
    return ask(group, lead, mission="We meet every month.")


def ask(group, by, **texts):
    version = BRG.objects.get(pk=group.pk).version
    return actions.edit_page(brg=group, by=by, version=version, texts=texts)[1]


def page(change):
    return f"/admin/brgs/brg/texts/{change.pk}/"


def test_shows_the_words_that_would_go_and_come_who_asked_and_since_when(desk, change):
    html = desk.get(page(change)).content.decode()
    assert re.search(r"every <del>.*week\..*</del><ins>.*month\..*</ins></p>", html)
    assert "New texts: Kin" in html
    assert "Lea Lead" in html
    assert "Waiting for a curator" in html


def test_each_field_is_shown_and_no_other(desk, group, lead):
    asked = ask(group, lead, name="New Kin", vision="A vision", tagline="Live at once")
    rows = desk.get(page(asked)).context["rows"]
    assert [(str(row["label"]), row["old"], row["new"]) for row in rows] == [
        ("name", "Kin of all", "New Kin"),
        ("vision", "", "A vision"),
    ]


def test_words_of_people_are_escaped(desk, group, lead):
    asked = ask(group, lead, mission="<script>x</script>")
    assert "<script>x" not in desk.get(page(asked)).content.decode()


def test_a_lead_out_of_office_is_not_named(desk, change, lead):
    Officer.objects.filter(person=lead).update(cut_short=True, ends=factories.today())
    html = desk.get(page(change)).content.decode()
    assert "Lea Lead" not in html
    assert "A former officer" in html


def test_an_erased_lead_is_a_former_officer(desk, change):
    TextChange.objects.update(asked_by=None)
    assert "A former officer" in words(desk.get(page(change)))


def test_approving_puts_the_words_in_the_page(desk, change, group, carol):
    response = desk.post(page(change), {"act": "approve", "version": "1"}, follow=True)
    group.refresh_from_db()
    assert response.redirect_chain == [("/admin/", 302)]
    assert [str(message) for message in response.context["messages"]] == ["Approved."]
    assert group.mission == "We meet every month."
    assert AuditEvent.objects.within(group)[0].actor == carol.public_id
    entry = LogEntry.objects.get()
    assert (entry.object_id, entry.change_message) == (str(group.pk), "New texts: Approved.")


def test_returning_takes_a_note_that_the_leads_read(desk, change, group):
    response = desk.post(page(change), {"act": "return", "version": "1", "note": "Shorter."})
    change.refresh_from_db()
    group.refresh_from_db()
    assert response.headers["Location"] == "/admin/"
    assert (change.status, change.note) == ("returned", "Shorter.")
    assert group.mission == "We meet every week."


@pytest.mark.parametrize("note", ["", "  \n", "x" * 1001, "a\0b"])
def test_returning_without_a_readable_note_is_answered_in_place(desk, change, note):
    response = desk.post(page(change), {"act": "return", "version": "1", "note": note})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["note"])
    change.refresh_from_db()
    assert change.is_waiting
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("act", ["", "delete", "a\0b"])
def test_an_unknown_act_does_nothing(desk, change, act):
    assert desk.post(page(change), {"act": act, "version": "1"}).status_code == 422
    change.refresh_from_db()
    assert change.is_waiting


def test_one_does_not_approve_what_one_has_asked_for_and_is_not_offered_it(desk, group, carol):
    factories.membership(carol, group)
    factories.officer(carol, group)
    own = ask(group, carol, mission="My mission")
    html = desk.get(page(own)).content.decode()
    assert 'value="approve"' not in html
    assert "Another curator has to approve them." in html
    response = desk.post(page(own), {"act": "approve", "version": "1"}, follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "Nobody approves their own words. Ask another curator."
    ]
    group.refresh_from_db()
    assert group.mission == "We meet every week."
    assert not LogEntry.objects.exists()


def test_approving_is_not_offered_to_who_asked_before_a_colleague_did(desk, group, lead, carol):
    factories.officer(carol, group)
    ask(group, carol, mission="My mission")
    change = ask(group, lead, mission="My mission,")
    html = desk.get(page(change)).content.decode()
    assert 'value="approve"' not in html
    assert "Another curator has to approve them." in html


@pytest.mark.parametrize("act", ["approve", "return"])
def test_newer_words_are_shown_before_anything_is_done(desk, change, group, lead, act):
    ask(group, lead, mission="We meet every day.")
    response = desk.post(page(change), {"act": act, "version": "1", "note": "My note"})
    html = response.content.decode()
    assert response.status_code == 409
    assert "The words have changed since you looked at them." in html
    assert "day." in html
    assert 'name="version" value="2"' in html
    assert ("My note" in html) == (act == "return")
    assert TextChange.objects.get().is_waiting
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("version", [None, "", "x", "9" * 5000, "-1"])
def test_an_unknown_version_counts_as_an_older_one(desk, change, version):
    given = {"version": version} if version is not None else {}
    assert desk.post(page(change), {"act": "approve"} | given).status_code == 409


def test_what_another_curator_has_decided_is_said(desk, change, group, lead):
    actions.return_texts(change=change, by=factories.curator(), version=1, note="Shorter.")
    response = desk.post(page(change), {"act": "approve", "version": "1"}, follow=True)
    assert "These words no longer wait for anybody." in words(response)
    assert "Shorter." in words(response)
    assert 'name="act"' not in response.content.decode()


def test_a_decided_change_goes_on_showing_what_it_changed(desk, change):
    actions.approve_texts(change=change, by=factories.curator(), version=1)
    (row,) = desk.get(page(change)).context["rows"]
    assert (row["old"], row["new"]) == ("We meet every week.", "We meet every month.")


@pytest.mark.parametrize("key", [0, 7_000_000, 10**30])
def test_a_change_that_is_not_there_is_not_found(desk, key):
    assert desk.get(f"/admin/brgs/brg/texts/{key}/").status_code == 404
    assert desk.post(f"/admin/brgs/brg/texts/{key}/", {"act": "approve"}).status_code == 404


def test_is_not_there_for_staff_who_may_only_look(desk, change):
    group = Group.objects.get(name=CURATORS)
    group.permissions.remove(*group.permissions.filter(codename="change_brg"))
    assert desk.get(page(change)).status_code == 404
    assert desk.post(page(change), {"act": "approve", "version": "1"}).status_code == 404
    change.refresh_from_db()
    assert change.is_waiting


def test_the_group_in_curation_leads_to_what_waits(desk, change, group):
    assert page(change) in desk.get(f"/admin/brgs/brg/{group.pk}/change/").content.decode()
    actions.approve_texts(change=change, by=factories.curator(), version=1)
    assert page(change) not in desk.get(f"/admin/brgs/brg/{group.pk}/change/").content.decode()
