"""The page of an event: what it tells to whom, and where somebody stands with it."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.visibility import Visibility
from tests import factories

pytestmark = pytest.mark.django_db

WHOLE = {
    "venue": "Room by the river",
    "format": "hybrid",
    "online_link": "https://example.com/secret-link",
    "description": "All that happens.",
    "accessibility": "Captions",
    "paid_time": "Ask your manager",
    "cost": "Five dollars",
}


@pytest.fixture
def kin():
    return factories.brg(slug="kin", acronym="Kin", name="Kin of all")


@pytest.fixture
def alice(client):
    person = factories.person(region=factories.region(time_zone="America/Denver"))
    client.force_login(person)
    return person


def page(client, event):
    return client.get(event.get_absolute_url())


def text(answer):
    return answer.content.decode()


def state(client, event):
    return page(client, event).context["state"]


# Who is told what


def test_whoever_may_come_reads_it_whole_but_for_the_link(client, kin, alice):
    event = factories.event(kin, **WHOLE)
    read = text(page(client, event))
    for words in ("Room by the river", "All that happens.", "Captions", "Five dollars"):
        assert words in read
    assert "secret-link" not in read


@pytest.mark.parametrize(
    ("status", "is_told"), [("going", True), ("waiting", False), ("offered", False)]
)
def test_the_online_link_is_shown_to_those_who_are_going(client, kin, alice, status, is_told):
    event = factories.event(kin, capacity=1, **WHOLE)
    ends = {"offer_ends": timezone.now() + dt.timedelta(hours=1)} if status == "offered" else {}
    factories.rsvp(event, alice, status, **ends)
    assert ("secret-link" in text(page(client, event))) is is_told


@pytest.mark.parametrize(
    "fields", [{"status": "cancelled"}, {"starts": timezone.now() - dt.timedelta(days=1)}]
)
def test_the_online_link_is_shown_no_longer_than_it_leads_somewhere(client, kin, alice, fields):
    event = factories.event(kin, **WHOLE | fields)
    factories.rsvp(event, alice)
    assert "secret-link" not in text(page(client, event))


def test_an_event_for_members_shows_to_other_employees_as_join_to_attend(client, kin, alice):
    event = factories.event(kin, title="Potluck", audience="members", **WHOLE)
    factories.rsvp(event, _seen_by_all(kin))
    answer = page(client, event)
    read = text(answer)
    assert answer.context["state"] == "join"
    for words in ("Potluck", "A line about it.", "Denver time", "/groups/kin/join/"):
        assert words in read
    for words in (*WHOLE.values(), "Seen by all"):
        assert words not in read


def _seen_by_all(brg):
    person = factories.person(legal_name="Seen by all")
    factories.membership(person, brg, Visibility.EVERYONE)
    return person


def test_a_sensitive_groups_event_for_members_does_not_exist_for_others(client, alice):
    brg = factories.brg(default_visibility=Visibility.ONLY_ME)
    event = factories.event(brg, audience="members")
    assert page(client, event).status_code == 404
    factories.membership(alice, brg)
    assert page(client, event).context["state"] == "free"


def test_a_visitor_reads_what_is_public_and_is_asked_to_sign_in(client, kin):
    event = factories.event(kin, audience="public", **WHOLE)
    answer = page(client, event)
    assert answer.context["state"] == "visitor"
    assert f"/accounts/login/?next={event.get_absolute_url()}" in text(answer)
    assert "Who is coming" not in text(answer)
    assert not answer.cookies


def test_an_account_of_no_employee_is_told_that_answering_is_for_employees(client, kin):
    client.force_login(factories.visitor_account())
    event = factories.event(kin, audience="public")
    assert state(client, event) == "outsider"


def test_who_may_come_is_said(client, kin, alice):
    said = {
        audience: page(client, factories.event(kin, audience=audience)).context["who_may_come"]
        for audience in ("public", "employees", "members")
    }
    assert said == {
        "public": "Everyone, also outside",
        "employees": "Every employee",
        "members": "Members of Kin",
    }


def test_the_host_is_the_chapter_where_there_is_one(client, kin, alice):
    denver = factories.chapter(kin, name="Denver", slug="denver")
    event = factories.event(kin, chapter=denver)
    assert page(client, event).context["host"] == {
        "name": denver.full_name,
        "url": "/groups/kin/chapters/denver/",
    }
    denver.status = "closed"
    denver.save()
    assert page(client, event).context["host"]["url"] == "/groups/kin/"


# Time


def test_the_time_is_said_in_the_events_zone_and_in_the_viewers(client, kin, alice):
    starts = dt.datetime(2030, 1, 15, 18, tzinfo=dt.UTC)
    event = factories.event(kin, starts=starts, zone="Pacific/Honolulu")
    assert page(client, event).context["times"] == [
        "Tuesday, January 15, 2030, 8\xa0a.m. to 9\xa0a.m., Honolulu time",
        "For you: Tuesday, January 15, 2030, 11\xa0a.m. to noon, Denver time",
    ]


def test_a_zone_with_the_same_time_is_not_said_twice(client, kin, alice):
    event = factories.event(kin, zone="America/Boise")
    assert len(page(client, event).context["times"]) == 1


def test_zones_that_part_during_the_event_are_both_said(client, kin, alice):
    # Phoenix does not put its clocks forward on March 10, 2030; Denver does.
    starts = dt.datetime(2030, 3, 10, 8, tzinfo=dt.UTC)
    event = factories.event(kin, starts=starts, hours=3, zone="America/Phoenix")
    assert len(page(client, event).context["times"]) == 2


# Where somebody stands


def test_whoever_has_not_answered_may(client, kin, alice):
    answer = page(client, factories.event(kin, capacity=2))
    assert (answer.context["state"], answer.context["has_room"]) == ("free", True)
    assert "I am coming" in text(answer)


def test_where_seats_are_gone_one_may_wait(client, kin, alice):
    event = factories.event(kin, capacity=1)
    factories.rsvp(event, factories.person())
    answer = page(client, event)
    assert (answer.context["state"], answer.context["has_room"]) == ("free", False)
    assert "Wait for a seat" in text(answer)


def test_whoever_waits_reads_how_many_are_ahead_and_nobody_else_does(client, kin, alice):
    event = factories.event(kin, capacity=1)
    for status in ("going", "waiting", "waiting"):
        factories.rsvp(event, factories.person(), status)
    assert "ahead of you" not in text(page(client, event))
    factories.rsvp(event, alice, "waiting")
    factories.rsvp(event, factories.person(), "waiting")
    answer = page(client, event)
    assert answer.context["state"] == "waiting"
    assert "2 people are ahead of you." in text(answer)


def test_the_first_in_line_is_told_so(client, kin, alice):
    event = factories.event(kin, capacity=1)
    factories.rsvp(event, factories.person())
    factories.rsvp(event, alice, "waiting")
    assert "You are the next in line." in text(page(client, event))


def test_an_offer_says_until_when_in_the_zone_of_its_reader(client, kin, alice):
    event = factories.event(kin, capacity=1, zone="Pacific/Honolulu")
    ends = timezone.now().replace(microsecond=0) + dt.timedelta(hours=5)
    factories.rsvp(event, alice, "offered", offer_ends=ends)
    answer = page(client, event)
    assert answer.context["state"] == "offered"
    assert answer.context["offer_until"].endswith("Denver time")
    assert answer.context["offer_until"] in text(answer)


def test_an_offer_that_is_over_offers_nothing(client, kin, alice):
    event = factories.event(kin, capacity=1)
    factories.rsvp(event, alice, "offered", offer_ends=timezone.now())
    answer = page(client, event)
    assert answer.context["state"] == "late"
    assert "/accept/" not in text(answer)


NOW = timezone.now()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"status": "cancelled"}, "cancelled"),
        ({"starts": NOW - dt.timedelta(days=2)}, "over"),
        ({"starts": NOW - dt.timedelta(minutes=10)}, "begun"),
        ({"closes_hours": 24 * 8}, "closed"),
    ],
)
def test_what_takes_no_answers_says_why(client, kin, alice, fields, expected):
    answer = page(client, factories.event(kin, **fields))
    assert answer.context["state"] == expected
    assert "/rsvp/" not in text(answer)


def test_a_paused_groups_event_takes_no_answers(client, alice):
    brg = factories.brg(status="paused")
    factories.membership(alice, brg)
    assert state(client, factories.event(brg)) == "paused"


def test_a_cancelled_event_says_why_and_keeps_its_answer(client, kin, alice):
    event = factories.event(kin, status="cancelled", cancel_reason="The room is flooded.")
    factories.rsvp(event, alice)
    read = text(page(client, event))
    assert "The room is flooded." in read
    assert "Delete my answer" in read


def test_a_cancelled_event_is_put_into_no_calendar_any_more(client, kin, alice):
    event = factories.event(kin)
    assert "Add to my calendar" in text(page(client, event))
    event.status = "cancelled"
    event.save()
    assert "Add to my calendar" not in text(page(client, event))


def test_an_event_that_waits_for_a_curator_again_is_there_for_those_who_answered(client, kin):
    event = factories.event(kin, status="submitted", asked=timezone.now())
    alice, bob = factories.person(), factories.person()
    factories.rsvp(event, alice)
    client.force_login(alice)
    answer = page(client, event)
    assert answer.context["state"] == "going"
    assert "Your answer stands." in text(answer)
    client.force_login(bob)
    assert page(client, event).status_code == 404


# Seats, as bands


@pytest.mark.parametrize(
    ("capacity", "going", "words"),
    [
        (100, 0, "Many seats left"),
        (100, 80, "Few seats left"),
        (100, 100, "Full"),
        (19, 18, "Seats left"),
        (19, 19, "Full"),
        (None, 5, ""),
    ],
)
def test_seats_are_told_as_bands(client, kin, alice, capacity, going, words):
    event = factories.event(kin, capacity=capacity, going=going)
    assert page(client, event).context["seats"] == words


# Who will see the answer


SEEN = {
    Visibility.EVERYONE: "every employee",
    Visibility.MEMBERS: "members and leads of Kin",
    Visibility.LEADS: "the leads of Kin",
    Visibility.ONLY_ME: "nobody. You are only counted",
    None: "the leads of Kin",
}


@pytest.mark.parametrize("level", SEEN)
def test_who_will_see_the_answer_is_said_before_and_after(client, kin, alice, level):
    event = factories.event(kin)
    if level:
        factories.membership(alice, kin, level)
    before = page(client, event)
    factories.rsvp(event, alice)
    after = page(client, event)
    for answer in (before, after):
        assert answer.context["seen_by"] == SEEN[level]
        assert f"Who can see that you are going: <strong>{SEEN[level]}</strong>." in text(answer)
        assert ("/groups/kin/visibility/" in text(answer)) is (level is not None)


def test_at_a_sensitive_groups_event_nobody_sees_a_guest(client, alice):
    event = factories.event(factories.brg(default_visibility=Visibility.ONLY_ME))
    assert page(client, event).context["seen_by"] == "nobody. You are only counted"


def test_a_guest_of_before_who_has_joined_in_hiding_reads_that_the_leads_still_see_it(
    client, kin, alice
):
    event = factories.event(kin)
    factories.rsvp(event, alice)
    factories.membership(alice, kin, Visibility.ONLY_ME)
    assert page(client, event).context["seen_by"] == "the leads of Kin"


def test_a_guest_of_before_is_seen_by_nobody_once_the_group_is_sensitive(client, kin, alice):
    event = factories.event(kin)
    factories.rsvp(event, alice)
    kin.default_visibility = Visibility.ONLY_ME
    kin.save()
    assert page(client, event).context["seen_by"] == "nobody. You are only counted"


def test_a_chapters_officers_are_named_too(client, kin, alice):
    event = factories.event(kin, chapter=factories.chapter(kin, name="Denver"))
    assert page(client, event).context["seen_by"] == "the leads of Kin and of its chapter Denver"


def test_who_has_left_the_group_is_seen_by_nobody(client, kin, alice):
    own = factories.membership(alice, kin, Visibility.EVERYONE)
    event = factories.event(kin)
    factories.rsvp(event, alice)
    own.left = timezone.now()
    own.save()
    assert page(client, event).context["seen_by"] == "nobody. You are only counted"


# Leads and contacts


def test_a_lead_is_led_to_the_workspace_and_reads_no_numbers_here(client, kin):
    lead = factories.lead(kin)
    client.force_login(lead)
    event = factories.event(kin, capacity=50_000, going=31_415)
    read = text(page(client, event))
    assert f"/manage/kin/events/{event.pk}/" in read
    assert "31415" not in read.replace(",", "")


def test_nobody_else_is_led_there(client, kin, alice):
    factories.membership(alice, kin)
    assert "/manage/" not in text(page(client, factories.event(kin)))


def test_the_contact_finds_the_requests(client, kin, alice):
    event = factories.event(kin, accessibility_contact=alice)
    assert f"/me/events/{event.pk}/requests/" in text(page(client, event))


# As many queries for many guests as for one


@pytest.mark.parametrize("guests", [1, 3])
@pytest.mark.parametrize(("who", "most"), [("visitor", 5), ("free", 9), ("waiting", 9)])
def test_the_page_makes_few_queries(client, kin, guests, who, most, django_assert_max_num_queries):
    chapter = factories.chapter(kin)
    contact = factories.person()
    event = factories.event(
        kin, audience="public", capacity=3, chapter=chapter, accessibility_contact=contact
    )
    for _ in range(guests):
        factories.rsvp(event, _seen_by_all(kin))
    if who != "visitor":
        person = factories.person(region=factories.region())
        factories.membership(person, kin)
        client.force_login(person)
    if who == "waiting":
        factories.rsvp(event, person, "waiting")
    page(client, event)
    with django_assert_max_num_queries(most) as asked:
        page(client, event)
    assert len(asked) == QUERIES[who]


QUERIES = {"visitor": 1, "free": 5, "waiting": 5}
