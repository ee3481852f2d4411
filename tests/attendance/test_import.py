"""Importing a meeting tool's list: looked at first, counted once, and telling of nobody."""

import datetime as dt
import importlib
import re

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.refusal import Refusal
from attendance import actions
from attendance.models import Attendance, BroughtList, EventFigures
from attendance.people import expected_or_there
from attendance.permissions import may_have_pass
from audit.models import AuditEvent
from brgs.actions import leave
from events.models import Rsvp
from feedback.actions import invite
from tests import factories
from tests.attendance.conftest import at_the_door
from tests.attendance.doors import going, said, text
from tests.attendance.test_door import LEVELS

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(kin):
    return at_the_door(kin, starts=timezone.now() - dt.timedelta(hours=2))


@pytest.fixture
def crowd(event):
    found = {str(level): going(event, level, legal_name=f"Anna {level}") for level in LEVELS}
    found["waits"] = in_line(event, "Anna Waits")
    found["member"] = factories.person(legal_name="Anna Member")
    factories.membership(found["member"], event.brg, "everyone")
    found["nobody"] = factories.person(legal_name="Anna Nobody")
    found["outside"] = factories.visitor_account(legal_name="Anna Outside")
    return found


def in_line(event, name, status="waiting", **facts):
    """A member whom leads see as one, and who has no seat."""
    person = factories.person(legal_name=name)
    factories.membership(person, event.brg, "everyone")
    event.capacity = 20
    factories.rsvp(event, person, status, **facts)
    return person


@pytest.fixture
def at_work(client, lea):
    client.force_login(lea)
    return lea


def keep(event, by, emails, unnamed=0):
    actions.import_list(event=event, by=by, emails=emails, unnamed=unnamed)


def rows():
    return Attendance.objects.filter(method="import")


# What is kept


def test_each_is_kept_as_they_answered_and_everybody_else_hidden(event, lea, crowd):
    keep(event, lea, [person.email for person in crowd.values()], unnamed=2)
    kept = {row.person: row for row in rows() if row.person}
    assert {person.name for person in kept} == {
        person.name for name, person in crowd.items() if name != "outside"
    }
    for level in ("everyone", "members", "leads", "only_me"):
        row = kept[crowd[level]]
        assert (row.membership.visibility, row.visibility, row.expected) == (level, "only_me", True)
    assert (kept[crowd["None"]].visibility, kept[crowd["None"]].membership) == ("leads", None)
    # Without an answer nothing shows, be it a member, an employee, or nobody.
    for name in ("waits", "member", "nobody"):
        row = kept[crowd[name]]
        assert (row.visibility, row.membership, row.expected) == ("only_me", None, False)
    assert Attendance.objects.filter(who="private", person=None, guest_name="").count() == 3


def test_each_shows_by_where_they_belonged_when_they_answered(event, lea):
    """Whoever has joined another host in hiding since is no secret that an import could tell."""
    joint = factories.brg()
    factories.cohost(event, joint)
    anna = going(event, "everyone", legal_name="Anna")
    factories.membership(anna, joint, "only_me", joined=timezone.now())
    keep(event, lea, [anna.email])
    row = Attendance.objects.visible_to(lea).get(person=anna)
    assert row.since == Rsvp.objects.get(person=anna).answered


def test_no_lead_sees_more_names_than_before_an_import(event, lea, crowd):
    keep(event, lea, [person.email for person in crowd.values()])
    seen = {row.person.name for row in Attendance.objects.visible_to(lea)}
    assert seen == {"Anna everyone", "Anna members", "Anna leads", "Anna None"}


def facts_of(event, **facts):
    type(event.brg).objects.filter(pk=event.brg.pk).update(**facts.pop("brg", {}))
    type(event).objects.filter(pk=event.pk).update(**facts)
    event.refresh_from_db()


HOSTS = {
    "for employees": {"audience": "employees"},
    "for members": {"audience": "members"},
    "of a sensitive group": {"audience": "members", "brg": {"default_visibility": "only_me"}},
    "of a paused group": {"audience": "employees", "brg": {"status": "paused"}},
    "of an archived group": {"audience": "public", "brg": {"status": "archived"}},
    "joint": {"audience": "members", "hosts_version": 1},
}


@pytest.mark.parametrize("host", HOSTS)
def test_kept_by_name_are_those_who_may_have_a_pass_and_nobody_else(event, lea, crowd, host):
    """One rule, asked of one person at the door and of many here."""
    invited, joint = factories.brg(), factories.brg()
    factories.cohost(event, joint)
    event.cohosts.create(brg=invited)
    for name, brg in (("of joint", joint), ("of invited", invited)):
        crowd[name] = factories.person(legal_name=f"Anna {name}")
        factories.membership(crowd[name], brg, "only_me")
    facts_of(event, **HOSTS[host])
    keep(event, lea, [person.email for person in crowd.values()])
    kept = {name for name, person in crowd.items() if rows().filter(person=person).exists()}
    assert kept == {name for name, person in crowd.items() if may_have_pass(person, event)}
    assert rows().count() == len(crowd)
    assert "everyone" in kept < set(crowd)


def test_who_was_at_the_door_and_has_left_since_is_not_counted_again(event, lea):
    facts_of(event, audience="members")
    anna = factories.person()
    factories.membership(anna, event.brg)
    actions.check_in(event=event, by=lea, person=anna, method="code")
    leave(brg=event.brg, by=anna)
    assert not may_have_pass(anna, event)
    keep(event, lea, [anna.email])
    assert Attendance.objects.count() == 1


def test_a_list_opens_no_event_to_anybody(client, event, lea):
    """Neither the page of feedback, nor one's own events, nor a letter, nor one's own data."""
    facts_of(event, audience="members", brg={"default_visibility": "only_me"})
    anna = factories.person()
    keep(event, lea, [anna.email])
    assert rows().get().who == "private"
    client.force_login(anna)
    for page in (f"/events/{event.pk}-{event.slug}/feedback/", f"/events/{event.pk}/feedback/"):
        assert client.get(page).status_code == 404
    for page in ("/me/events/", "/me/privacy/my-data.csv"):
        assert event.title not in b"".join(client.get(page)).decode()
    assert invite(now=event.ends + dt.timedelta(days=1)) == 0


OFFER = {"offer_ends": timezone.now() + dt.timedelta(hours=1)}


@pytest.mark.parametrize(("status", "facts"), [("waiting", {}), ("offered", OFFER)])
def test_nobody_learns_who_waited_by_bringing_a_list(event, lea, status, facts):
    waits = in_line(event, "Anna Waits", status, **facts)
    guest = factories.person(legal_name="Anna Guest")
    factories.rsvp(event, guest, status, **facts)
    keep(event, lea, [waits.email, guest.email])
    assert {row.person for row in rows()} == {waits, guest}
    assert set(rows().values_list("membership", "visibility", "expected")) == {
        (None, "only_me", False)
    }
    assert not expected_or_there(event, lea).exists()


@pytest.mark.parametrize("lead_of", ["host", "co-host"])
def test_nor_where_several_groups_hold_it(event, lea, crowd, lead_of):
    other = factories.brg()
    factories.cohost(event, other)
    factories.membership(crowd["nobody"], other, "everyone")
    viewer = lea if lead_of == "host" else factories.lead(other)
    event.refresh_from_db()
    before = {person.name for person in expected_or_there(event, viewer)}
    keep(event, lea, [person.email for person in crowd.values()])
    seen = {row.person.name for row in Attendance.objects.visible_to(viewer)}
    assert seen <= before == {person.name for person in expected_or_there(event, viewer)}
    assert "Anna everyone" in seen


def test_the_same_list_again_adds_nothing(event, lea, crowd):
    emails = [person.email.upper() for person in crowd.values()]
    for _ in range(3):
        keep(event, lea, [email.lower() for email in emails], unnamed=4)
    assert rows().count() == len(crowd) + 4
    assert AuditEvent.objects.filter(verb="attendance.imported").count() == 3


def test_of_two_lists_the_longer_one_counts(event, lea):
    keep(event, lea, [], unnamed=4)
    keep(event, lea, [], unnamed=3)
    assert rows().count() == 4
    keep(event, lea, [], unnamed=6)
    assert rows().count() == 6


def test_who_was_checked_in_at_the_door_stays_so(event, lea, crowd):
    actions.check_in(event=event, by=lea, person=crowd["only_me"], method="code")
    keep(event, lea, [crowd["only_me"].email])
    assert Attendance.objects.get().method == "code"


def test_an_account_that_was_closed_is_a_number(event, lea, crowd):
    type(crowd["leads"]).objects.filter(pk=crowd["leads"].pk).update(is_active=False)
    keep(event, lea, [crowd["leads"].email])
    assert Attendance.objects.get().who == "private"


@pytest.mark.parametrize(
    ("since_end", "is_taken"),
    [
        (dt.timedelta(hours=-2), False),
        (dt.timedelta(minutes=-30), True),
        (dt.timedelta(days=14, minutes=-2), True),
        (dt.timedelta(days=14, minutes=2), False),
    ],
)
def test_lists_are_taken_from_the_start_until_14_days_after(kin, lea, since_end, is_taken):
    event = at_the_door(kin, starts=timezone.now() - since_end - dt.timedelta(hours=1))
    if is_taken:
        keep(event, lea, [], unnamed=1)
        return
    with pytest.raises(Refusal):
        keep(event, lea, [], unnamed=1)
    assert not Attendance.objects.exists()


# How long a list may be


@pytest.mark.parametrize(
    ("facts", "at_door", "total", "is_doubted"),
    [
        ({"going": 30}, 0, 60, False),
        ({"going": 30}, 0, 61, True),
        ({"going": 3}, 0, 20, False),
        ({"going": 3}, 0, 21, True),
        ({"going": 3, "capacity": 40}, 0, 80, False),
        ({"going": 3, "capacity": 40}, 0, 81, True),
        ({"going": 3}, 15, 30, False),
        ({"going": 3}, 15, 31, True),
    ],
)
def test_a_list_far_above_seats_and_guests_is_counted_by_somebody_sure_alone(
    event, lea, facts, at_door, total, is_doubted
):
    facts_of(event, **facts)
    for _ in range(at_door):
        factories.attendance(event, factories.person())
    made_up = {f"nobody{number}@example.com" for number in range(total - 1)}
    if is_doubted:
        with pytest.raises(Refusal, match=f"This list has {total} people, far more than"):
            keep(event, lea, made_up, unnamed=1)
        assert not rows().exists()
    actions.import_list(event=event, by=lea, emails=made_up, unnamed=1, is_sure=is_doubted)
    assert rows().count() == total


def test_what_lists_have_counted_makes_no_further_list_less_doubtful(event, lea):
    keep(event, lea, [], unnamed=20)
    with pytest.raises(Refusal):
        keep(event, lea, [], unnamed=21)


# Taken back


def take_back(event, by, brought=None):
    brought = brought or BroughtList.objects.filter(event=event).latest("pk")
    return actions.take_back_list(event=event, by=by, public_id=brought.public_id)


def test_the_last_list_is_taken_back_and_nothing_else(event, lea, crowd):
    other = at_the_door(event.brg, starts=event.starts)
    actions.check_in(event=event, by=lea, person=crowd["leads"], method="code")
    keep(other, lea, [crowd["leads"].email])
    keep(event, lea, [crowd["leads"].email, crowd["everyone"].email], unnamed=2)
    before = set(Attendance.objects.values_list("pk", flat=True))
    keep(event, lea, [person.email for person in crowd.values()], unnamed=5)
    assert take_back(event, lea) is True
    assert set(Attendance.objects.values_list("pk", flat=True)) == before
    assert take_back(event, lea) is True
    assert {row.person for row in Attendance.objects.filter(event=event)} == {crowd["leads"]}
    assert Attendance.objects.filter(event=other).count() == 1
    acts = AuditEvent.objects.filter(verb="attendance.list_taken_back")
    assert {(act.actor, act.thing_id) for act in acts} == {(lea.public_id, str(event.pk))}
    assert acts.count() == 2


def test_a_list_that_is_not_the_last_one_is_not_taken_back(event, lea, crowd):
    keep(event, lea, [], unnamed=1)
    first = BroughtList.objects.get()
    keep(event, lea, [], unnamed=2)
    other = at_the_door(event.brg, starts=event.starts)
    assert take_back(event, lea, first) is False
    assert take_back(other, lea, first) is False
    assert rows().count() == 2
    # Pressed twice, one list is taken back.
    last = BroughtList.objects.latest("pk")
    assert [take_back(event, lea, last) for _ in range(2)] == [True, False]
    assert rows().count() == 1
    assert AuditEvent.objects.filter(verb="attendance.list_taken_back").count() == 1


def test_whoever_came_to_the_door_since_stays(event, lea, crowd):
    keep(event, lea, [crowd["leads"].email, crowd["members"].email])
    actions.check_in(event=event, by=lea, person=crowd["leads"], method="code")
    take_back(event, lea)
    assert Attendance.objects.get().person == crowd["leads"]


def test_once_figures_are_published_no_list_is_taken_back(client, event, at_work):
    keep(event, at_work, [], unnamed=1)
    assert "Take the last list back" in text(client.get(address(event)))
    EventFigures.objects.create(event=event, going=0, came=0, walk_ins=0)
    with pytest.raises(Refusal, match="has been counted"):
        take_back(event, at_work)
    assert rows().count() == 1
    assert "Take the last list back" not in text(client.get(address(event)))
    last = BroughtList.objects.get().public_id
    response = client.post(address(event), {"act": "take-back", "list": last})
    assert said(response) == [
        "This event has been counted, so its lists can’t be taken back any more."
    ]


def test_lists_go_with_the_names(event, lea, crowd):
    keep(event, lea, [crowd["leads"].email], unnamed=2)
    actions.fade(now=event.ends + dt.timedelta(days=181))
    assert not BroughtList.objects.exists()
    assert set(rows().values_list("person", "on_list")) == {(None, None)}
    assert rows().count() == 3


# What lists and passes had shown before


def test_what_was_kept_before_these_rules_is_hidden_or_a_number(event, crowd):
    before = importlib.import_module("attendance.migrations.0004_lists_open_nothing")
    facts_of(event, audience="members", hosts_version=1)
    joint = factories.brg()
    factories.cohost(event, joint)
    friend = factories.person()
    factories.membership(friend, joint)
    crowd["friend"] = friend
    del crowd["outside"]
    for name, person in crowd.items():
        factories.attendance(event, person, method="import", expected=name in LEVELS + ["None"])
    walk_in = factories.person()
    factories.attendance(event, walk_in, method="walk_in", visibility="leads")
    seats = set(rows().filter(expected=True).values_list("pk", "membership", "visibility"))
    before.hide(apps, None)
    assert seats == set(rows().filter(expected=True).values_list("pk", "membership", "visibility"))
    others = rows().filter(expected=False)
    assert set(others.values_list("membership", "visibility")) == {(None, "only_me")}
    assert {row.person for row in others} == {crowd["waits"], crowd["member"], friend, None}
    assert others.get(who="private").person is None
    assert Attendance.objects.get(person=walk_in).visibility == "only_me"


# The page


def address(event):
    return f"/manage/kin/events/{event.pk}/import/"


def file_of(*people, extra=()):
    lines = ["Name,Email,Join Time", *(f"{one.name},{one.email},18:00" for one in people), *extra]
    return SimpleUploadedFile("list.csv", "\n".join(lines).encode(), "text/csv")


def look(client, event, file):
    return client.post(address(event), {"file": file})


def test_looking_names_those_whom_one_sees_and_counts_all_others(client, event, at_work, crowd):
    page = look(client, event, file_of(*crowd.values(), extra=["Otto,,18:00"]))
    words = text(page)
    assert "10 people on the list" in words
    assert "6 others will be counted without names." in words
    named = {name for name, person in crowd.items() if person.name in words}
    assert named == {"everyone", "members", "leads", "None"}
    assert not Attendance.objects.exists()


def test_whether_somebody_hides_or_is_unknown_looks_the_same(client, event, at_work, crowd):
    pages = [
        text(look(client, event, file_of(crowd["everyone"], crowd[name])))
        for name in ("only_me", "nobody", "member", "outside", "waits")
    ]
    assert len(set(pages)) == 1


def kept_in(page):
    return re.search(r'name="list" value="([^"]+)"', page.content.decode())[1]


def test_then_it_is_counted_and_the_sentence_tells_the_length_alone(client, event, at_work, crowd):
    page = look(client, event, file_of(*crowd.values(), extra=["Otto,,18:00"]))
    response = client.post(address(event), {"act": "keep", "list": kept_in(page)})
    assert response["Location"] == f"/manage/kin/events/{event.pk}/"
    assert said(response) == ["Imported: 10 people, each counted once."]
    assert rows().count() == 10


def test_a_doubtful_list_is_warned_of_and_counted_by_a_button_that_says_so(client, event, at_work):
    made_up = [f"Nobody,nobody{number}@example.com,18:00" for number in range(4_900)]
    page = look(client, event, file_of(extra=made_up))
    assert "This list has 4900 people, far more than" in text(page)
    assert 'name="sure" value="1"' in page.content.decode()
    response = client.post(address(event), {"act": "keep", "list": kept_in(page)})
    assert response["Location"] == address(event)
    assert said(response)[0].startswith("This list has 4900 people")
    assert not Attendance.objects.exists()
    client.post(address(event), {"act": "keep", "list": kept_in(page), "sure": "1"})
    assert rows().count() == 4_900


def test_a_list_of_usual_length_is_not_doubted(client, event, at_work, crowd):
    page = look(client, event, file_of(*crowd.values()))
    assert "far more than" not in text(page)
    assert 'name="sure"' not in page.content.decode()


def test_the_page_takes_the_last_list_back_whether_it_counted_anybody_or_not(
    client, event, at_work, crowd
):
    """Whether the button is there must not tell that somebody had been counted before."""
    assert "Take the last list back" not in text(client.get(address(event)))
    actions.check_in(event=event, by=at_work, person=crowd["only_me"], method="code")
    keep(event, at_work, [crowd["only_me"].email])
    page = client.get(address(event)).content.decode()
    last = re.search(r'name="list" value="([^"]+)"', page)[1]
    assert last == BroughtList.objects.get().public_id
    send = {"act": "take-back", "list": last}
    response = client.post(address(event), send)
    assert response["Location"] == address(event)
    assert said(response) == ["The last list is taken back."]
    assert Attendance.objects.get().person == crowd["only_me"]
    assert said(client.post(address(event), send))[-1:] == [
        "This is not the last list any more. Nothing has changed."
    ]


@pytest.mark.parametrize("sent", ["", "x", "\0", "a:b:c", "é" * 900])
def test_what_is_no_list_is_not_taken_back(client, event, at_work, sent):
    keep(event, at_work, [], unnamed=1)
    client.post(address(event), {"act": "take-back", "list": sent})
    assert rows().count() == 1


@pytest.mark.parametrize("sent", ["", "x", "\0", "a:b:c", "é" * 900])
def test_a_list_that_was_not_looked_at_is_not_counted(client, event, at_work, sent):
    response = client.post(address(event), {"act": "keep", "list": sent})
    assert said(response) == ["Choose the file once more: it was looked at too long ago."]
    assert not Attendance.objects.exists()


def test_what_was_looked_at_is_good_for_its_event_and_person_alone(
    client, kin, event, at_work, crowd
):
    kept = kept_in(look(client, event, file_of(crowd["leads"])))
    other = at_the_door(kin, starts=timezone.now() - dt.timedelta(hours=2))
    client.post(address(other), {"act": "keep", "list": kept})
    client.force_login(factories.lead(kin))
    client.post(address(event), {"act": "keep", "list": kept})
    changed = kept[:-1] + ("A" if kept[-1] != "A" else "B")
    client.force_login(at_work)
    client.post(address(event), {"act": "keep", "list": changed})
    assert not Attendance.objects.exists()


def test_what_was_looked_at_yesterday_is_looked_at_again(
    client, event, at_work, crowd, monkeypatch
):
    kept = kept_in(look(client, event, file_of(crowd["leads"])))
    monkeypatch.setattr("attendance.manage.LOOKED_AT", -1)
    client.post(address(event), {"act": "keep", "list": kept})
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("data", [b"", b"nothing", b"x" * (1024 * 1024 + 1), b"\0" * 99])
def test_a_file_that_is_no_list_is_refused_at_its_field(client, event, at_work, data):
    response = look(client, event, SimpleUploadedFile("list.csv", data))
    assert response.status_code == 422
    assert 'id="id_file_error"' in response.content.decode()


def test_before_the_event_the_page_says_when(client, kin, at_work):
    event = at_the_door(kin)
    page = client.get(address(event))
    assert "A list can be imported once the event has begun." in text(page)
    assert 'type="file"' not in page.content.decode()


def test_a_hostile_name_of_a_file_or_a_cell_stands_on_no_page(client, event, at_work, crowd):
    rows = ["=cmd|' /C calc'!A0,=1+1@example.com,18:00", "<b>Otto</b>,,18:00"]
    file = file_of(crowd["leads"], extra=rows)
    file.name = "../../<b>.csv"
    page = look(client, event, file).content.decode()
    assert "calc" not in page
    assert "<b>" not in page


@pytest.mark.parametrize("count", [2, 30])
def test_looking_asks_as_much_with_few_as_with_many(
    client, event, at_work, count, django_assert_num_queries
):
    people = [going(event) for _ in range(count)]
    look(client, event, file_of(*people))
    with django_assert_num_queries(7):
        look(client, event, file_of(*people))


@pytest.mark.parametrize("count", [2, 30])
def test_importing_asks_as_much_with_few_as_with_many(event, lea, count, django_assert_num_queries):
    people = [going(event) for _ in range(count)]
    event.refresh_from_db()
    with django_assert_num_queries(11):
        keep(event, lea, [person.email for person in people], unnamed=count)
