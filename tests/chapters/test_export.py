"""A group's list of members as a file: whom it holds, what is kept about it, how it is sent."""

import csv
import datetime as dt
import gzip
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.refusal import Refusal
from accounts.visibility import Visibility
from audit.models import AuditEvent
from chapters import actions, roster
from chapters.models import RosterExport
from tests import factories
from tests.chapters.test_members_pages import belongs, confirm, text_of

pytestmark = pytest.mark.django_db

EXPORT = "/manage/kin/members/export/"
HEADINGS = ["Name", "Pronouns", "Job title", "Region", "Chapter"]


@pytest.fixture
def group():
    return factories.brg(slug="kin")


@pytest.fixture
def lead(client, group):
    person = factories.lead(group, legal_name="Lea Lead")
    client.force_login(person)
    return person


@pytest.fixture
def confirmed(client, lead):
    confirm(client, lead)
    return lead


def taken(client, reason="For the minutes"):
    response = client.post(EXPORT, {"reason": reason})
    text = b"".join(response).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


# Whom and what it holds


def test_holds_those_alone_whom_members_or_everyone_may_see(client, group, confirmed):
    for level in Visibility:
        belongs(group, f"Person {level}", level)

    assert [row[0] for row in taken(client)] == [
        "Name",
        "Lea Lead",
        "Person everyone",
        "Person members",
    ]


def test_the_lead_is_in_it_only_if_members_see_them(client, group, confirmed):
    from brgs.models import Membership

    for level in (Visibility.LEADS, Visibility.ONLY_ME):
        Membership.objects.filter(person=confirmed).update(visibility=level)
        assert taken(client) == [HEADINGS]


def test_holds_what_people_say_of_themselves_and_nothing_else(client, group, confirmed):
    region = factories.region(name="Colorado")
    ana = belongs(
        group,
        "Legal Lima",
        chapter=factories.chapter(group, name="Denver"),
        preferred_name="Ana Lima",
        pronouns="she/her",
        job_title="Nurse",
        region=region,
    )

    response = client.post(EXPORT, {"reason": "x"})
    text = b"".join(response).decode()

    assert '"Ana Lima","she/her","Nurse","Colorado","Denver"\r\n' in text
    for secret in ("Legal", ana.email, ana.employee_id, ana.public_id, str(timezone.now().year)):
        assert secret not in text


def test_no_cell_starts_a_formula(client, group, confirmed):
    evil = "=HYPERLINK(1)"
    region = factories.region(name="@SUM(1)")
    chapter = factories.chapter(group, name="+1")
    belongs(group, evil, chapter=chapter, pronouns="-2", job_title="\uff1d3", region=region)

    assert taken(client)[1] == [f"'{evil}", "'-2", "'\uff1d3", "'@SUM(1)", "'+1"]


def test_comes_as_an_attachment_with_a_name_that_tells_nothing(client, group, confirmed):
    response = client.post(EXPORT, {"reason": "x"})

    assert response["Content-Disposition"] == 'attachment; filename="list.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert set(response["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert b"".join(response).startswith(b"\xef\xbb\xbf")


# What is asked and kept


def test_the_sign_in_is_confirmed_first(client, group, lead):
    for send in (client.get, client.post):
        answer = send(EXPORT, {"reason": "x"})
        assert answer["Location"].startswith("/accounts/confirm/?next=%2Fmanage%2Fkin%2Fmembers")
    assert not RosterExport.objects.exists()


def test_the_page_says_what_the_file_holds_and_what_not(client, group, confirmed):
    words = text_of(client.get(EXPORT))

    assert "Preferred name, pronouns, job title, region and chapter" in words
    assert "No addresses, no numbers, no dates." in words
    assert not RosterExport.objects.exists()


@pytest.mark.parametrize("reason", ["", "  ", "\0", "x" * 301])
def test_no_file_without_a_reason_that_can_be_read(client, group, confirmed, reason):
    answer = client.post(EXPORT, {"reason": reason})

    assert answer.status_code == 422
    assert answer.context["form"].errors["reason"]
    assert not RosterExport.objects.exists()


def test_the_reason_is_kept_and_leads_read_it(client, group, confirmed):
    taken(client, "For the minutes")

    export = RosterExport.objects.get()
    assert (export.brg, export.by, export.reason) == (
        group,
        confirmed.public_id,
        "For the minutes",
    )
    event = AuditEvent.objects.get(verb="roster.exported")
    assert (event.actor, event.thing_id, event.scope) == (
        confirmed.public_id,
        str(export.pk),
        f"brg:{group.pk}",
    )
    history = text_of(client.get("/manage/kin/history/"))
    assert "Exported the list of members. Reason: For the minutes" in history
    assert "For the minutes" in text_of(client.get(EXPORT))


def test_the_reasons_of_another_group_stay_there(client, group, confirmed):
    other = factories.brg()
    actions.export_roster(brg=other, by=confirmed, reason="Elsewhere")

    assert "Elsewhere" not in text_of(client.get(EXPORT))


def test_an_export_is_on_record_before_its_first_row_leaves(client, group, confirmed):
    client.post(EXPORT, {"reason": "x"})

    assert RosterExport.objects.count() == 1


def test_the_action_refuses_to_go_without_a_reason(group, lead):
    with pytest.raises(Refusal, match="what the list is for"):
        actions.export_roster(brg=group, by=lead, reason=" ")


def test_exports_are_forgotten_with_the_record_of_acts(group, lead):
    old = actions.export_roster(brg=group, by=lead, reason="Old")
    new = actions.export_roster(brg=group, by=lead, reason="New")
    RosterExport.objects.filter(pk=old.pk).update(at=timezone.now() - dt.timedelta(days=1096))

    assert actions.forget_old_exports() == 1
    assert list(RosterExport.objects.all()) == [new]


# How it is sent


@pytest.fixture
def hundreds(group, monkeypatch):
    """Some members more than the database is asked for at once, and than go in one piece."""
    monkeypatch.setattr(roster, "BATCH", 10)
    monkeypatch.setattr("chapters.manage_members.LINES_A_PIECE", 10)
    for number in range(35):
        belongs(group, f"Person {number:03}")


@pytest.mark.parametrize("headers", [{}, {"Accept-Encoding": "gzip"}])
def test_the_headings_leave_before_anybody_is_looked_up(
    client, group, confirmed, hundreds, headers
):
    response = client.post(EXPORT, {"reason": "x"}, headers=headers)
    pieces = iter(response)

    with CaptureQueriesContext(connection) as captured:
        first = next(pieces)

    assert first
    assert captured.captured_queries == []


def test_people_are_read_while_they_are_sent(client, group, confirmed, hundreds):
    pieces = iter(client.post(EXPORT, {"reason": "x"}))
    asked = []
    with CaptureQueriesContext(connection) as captured:
        for _piece in pieces:
            asked.append(len(captured.captured_queries))

    # The regions once; then for each ten people those, and their chapters.
    assert asked == [0, 3, 5, 7, 9]


def test_a_compressed_file_is_the_same_file(client, group, confirmed, hundreds):
    plain = b"".join(client.post(EXPORT, {"reason": "x"}))
    headers = {"Accept-Encoding": "gzip"}
    response = client.post(EXPORT, {"reason": "x"}, headers=headers)

    assert response["Content-Encoding"] == "gzip"
    assert "Content-Length" not in response
    assert gzip.decompress(b"".join(response)) == plain


def test_who_leaves_or_hides_while_it_is_sent_is_not_in_the_rest(
    client, group, confirmed, hundreds
):
    from brgs.models import Membership

    pieces = iter(client.post(EXPORT, {"reason": "x"}))
    sent = next(pieces) + next(pieces)
    last = sent.decode().splitlines()[-1].split('"')[1]
    people = Membership.objects.filter(brg=group, person__legal_name__in=[last, "Person 030"])
    people.update(visibility=Visibility.ONLY_ME)
    rest = b"".join(pieces).decode()

    assert last not in rest
    assert "Person 030" not in rest
    assert rest.count("\r\n") == 36 - 10 - 1
