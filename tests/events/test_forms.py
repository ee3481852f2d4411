"""What leads type about an event: times by any day's rules, places, seats, pictures, conflicts."""

import datetime as dt
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils import timezone

from accounts.refusal import Refusal
from events import actions
from events.forms import EventForm
from events.models import Event
from events.models.finding import LONGEST
from tests import factories
from tests.brgs.test_admin import typed
from tests.content.picture_files import quarters, saved
from tests.events.workspace import LIST, OF_CHAPTER, draft, fresh, inside, said, text
from tests.hostile import TEXTS

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
# In Denver, clocks are put forward on March 14, 2083, and back on November 7, 2083: far ahead, so
# that it is to come whenever this is run.
WORDS = {
    **{"title": "Open day", "starts_date": "2083-03-13", "starts_time": "18:00"},
    **{"ends_time": "19:30", "time_zone": "America/Denver", "format": "in_person"},
    **{"venue": "Room 1", "pillar": "career", "audience": "employees", "language": "en"},
}


@pytest.fixture(autouse=True)
def career():
    return factories.pillar(name="Career", slug="career")


def send(client, address=f"{LIST}new/", **more):
    return client.post(address, WORDS | more)


def kept(client, **more):
    """The event that comes of a form."""
    response = send(client, **more)
    assert response.status_code == 302, errors(response)
    return Event.objects.latest("pk")


def errors(response):
    return {name: " ".join(found) for name, found in response.context["form"].errors.items()}


def wrong(client, **more):
    response = send(client, **more)
    assert response.status_code == 422
    assert not Event.objects.exists()
    return errors(response)


def utc(*when):
    return dt.datetime(*when, tzinfo=dt.UTC)


# A new event


def test_few_words_make_a_draft(client, lea, kin, career):
    event = kept(client)
    assert (event.brg, event.chapter, event.status, event.author) == (kin, None, "draft", lea)
    assert (event.title, event.venue, event.pillar) == ("Open day", "Room 1", career)
    assert (event.starts, event.ends) == (utc(2083, 3, 14, 1), utc(2083, 3, 14, 2, 30))
    assert (event.capacity, event.closes_hours, event.audience) == (None, 0, "employees")


def test_everything_that_can_be_said_is_kept(client, lea, kin):
    region = factories.region(slug="north")
    more = {
        **{"summary": "Come.", "description": "**All**", "language": "es", "region": "north"},
        **{"format": "hybrid", "online_link": "example.com/x", "capacity": "30"},
        **{"closes_hours": "24", "audience": "public", "cost": "$5", "outside_speakers": "on"},
        **{"paid_time": "Counts.", "accessibility": "Captions."},
        "accessibility_contact": lea.public_id,
    }
    event = kept(client, **more)
    assert (event.summary, event.description_html) == ("Come.", "<p><strong>All</strong></p>\n")
    assert (event.language, event.region, event.format) == ("es", region, "hybrid")
    assert (event.online_link, event.capacity, event.closes_hours) == (
        *("https://example.com/x", 30, 24),
    )
    assert (event.audience, event.cost, event.outside_speakers) == ("public", "$5", True)
    assert (event.paid_time, event.accessibility) == ("Counts.", "Captions.")
    assert event.accessibility_contact == lea


def test_a_chapters_event_begins_with_its_region_and_zone(client, carl, denver):
    form = client.get(f"{OF_CHAPTER}new/").context["form"]
    assert (form["time_zone"].value(), form["region"].value()) == ("America/Denver", "colorado")
    send(client, f"{OF_CHAPTER}new/")
    assert Event.objects.get().chapter == denver


def test_a_groups_event_begins_with_the_leads_own_zone(client, lea):
    form = client.get(f"{LIST}new/").context["form"]
    assert form["time_zone"].value() == "America/Chicago"


def test_only_what_is_needed_stands_open(client, lea):
    form = client.get(f"{LIST}new/").context["form"]
    assert [section.is_folded for section in form.sections()] == [False] + [True] * 6
    opened = [section.title for section in form.sections() if section.is_open]
    assert opened == ["The event"]


def test_what_is_wrong_below_is_unfolded(client, lea):
    response = send(client, capacity="0")
    opened = [section.title for section in response.context["form"].sections() if section.is_open]
    assert "Seats and answers" in opened
    assert 'name="title" value="Open day"' in response.content.decode()


def test_says_what_is_missing(client, lea):
    response = client.post(f"{LIST}new/", {})
    assert response.status_code == 422
    assert errors(response).keys() == {
        *("title", "starts_date", "starts_time", "ends_time", "time_zone", "format", "pillar"),
        *("audience", "language"),
    }


# Beginning with something


def test_begins_with_a_kind_that_is_ready_made(client, lea, career):
    page = client.get(f"{LIST}new/?like=lunch")
    form = page.context["form"]
    assert form["title"].value() == "Lunch talk: "
    assert (form["format"].value(), form["pillar"].value()) == ("online", "career")
    assert 'value="12:00"' in page.content.decode()
    assert form["starts_date"].value() is None
    for unknown in ("", "nonsense", "x" * 3000):
        assert not client.get(f"{LIST}new/?like={unknown}").context["form"]["title"].value()


@pytest.mark.parametrize("kind", ["lunch", "speaker", "volunteer", "night", "welcome"])
def test_every_kind_makes_a_draft_once_its_day_and_place_are_said(client, lea, kind):
    page = client.get(f"{LIST}new/?like={kind}")
    sent = typed(page, starts_date="2083-03-02", pillar="career")
    if sent.get("format") != "online":
        sent["venue"] = "Room 1"
    response = client.post(f"{LIST}new/?like={kind}", sent)
    assert response.status_code == 302, errors(response)


def test_begins_with_an_earlier_event_but_for_its_day(client, lea, kin, career):
    earlier = factories.event(
        kin,
        **{"title": "Last year", "description": "Words.", "capacity": 7, "cost": "$5"},
        **{"pillar": career, "audience": "members", "venue": "Room 9"},
    )
    page = client.get(f"{LIST}{earlier.pk}/duplicate/")
    form = page.context["form"]
    assert form["title"].value() == "Last year"
    assert (form["starts_date"].value(), form["pillar"].value()) == (None, "career")
    sent = typed(page, starts_date="2083-05-01")
    client.post(f"{LIST}{earlier.pk}/duplicate/", sent)
    event = Event.objects.latest("pk")
    assert event.pk != earlier.pk
    assert (event.title, event.description, event.capacity, event.venue) == (
        *("Last year", "Words.", 7, "Room 9"),
    )
    assert (event.status, event.published, event.author) == ("draft", None, lea)
    assert (event.starts_date, event.starts_time) == (dt.date(2083, 5, 1), earlier.starts_time)
    assert event.uid != earlier.uid
    assert event.approved == {}


def test_a_copy_has_a_picture_of_its_own(client, lea, kin):
    event = kept(client, picture=picture(), decorative="on")
    page = client.get(f"{LIST}{event.pk}/duplicate/")
    client.post(f"{LIST}{event.pk}/duplicate/", typed(page, starts_date="2083-05-01"))
    copy = Event.objects.latest("pk")
    assert copy.picture.name.startswith("events/")
    assert copy.picture.name != event.picture.name
    assert pixels(copy) == pixels(event)
    page = client.get(f"{LIST}{event.pk}/duplicate/")
    without = typed(page, starts_date="2083-05-02") | {"picture-clear": "on", "decorative": ""}
    client.post(f"{LIST}{event.pk}/duplicate/", without)
    assert not Event.objects.latest("pk").picture
    assert fresh(event).picture.storage.exists(event.picture.name)


# When


def test_it_may_end_after_midnight(client, lea):
    event = kept(client, starts_time="22:00", ends_time="02:00", starts_date="2083-03-01")
    assert (event.ends_date, event.ends_time) == (dt.date(2083, 3, 2), dt.time(2))
    # That follows from the times, and is not said in the form again.
    form = client.get(f"{LIST}{event.pk}/edit/").context["form"]
    assert form["ends_date"].value() is None


def test_it_may_take_several_days(client, lea):
    event = kept(client, ends_date="2083-03-15", ends_time="17:00")
    assert event.ends == utc(2083, 3, 15, 23)
    form = client.get(f"{LIST}{event.pk}/edit/").context["form"]
    assert form["ends_date"].value() == dt.date(2083, 3, 15)


def test_it_ends_after_it_starts(client, lea):
    assert wrong(client, ends_date="2083-03-13", ends_time="17:00") == {
        "ends_date": "It has to end after it starts."
    }
    assert wrong(client, ends_date="2083-03-13", ends_time="18:00").keys() == {"ends_date"}
    event = kept(client, ends_time="18:00")
    assert event.ends_date == dt.date(2083, 3, 14)


def test_it_takes_no_longer_than_lists_look_back(client, lea):
    starts = dt.date(2083, 5, 1)
    long = {"starts_date": str(starts), "starts_time": "09:00", "ends_time": "09:00"}
    assert wrong(client, **long, ends_date=str(starts + LONGEST + DAY)).keys() == {"ends_date"}
    assert kept(client, **long, ends_date=str(starts + LONGEST)).ends - LONGEST == utc(
        *(2083, 5, 1, 15)
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("starts_date", day) for day in ("1969-12-31", "2101-01-01", "9999-12-31", "x", "0")),
        *(("ends_date", day) for day in ("1969-12-31", "2101-01-01", "9999-12-31", "32")),
        *(("starts_time", time) for time in ("24:00", "25:61", "noon", "-1")),
        *(("time_zone", name) for name in ("Mars/Base", "../etc/passwd", "EST5EDT", "x" * 999)),
        *(("capacity", number) for number in ("0", "-1", "100001", "1.5", str(10**30), "x")),
        *(("closes_hours", number) for number in ("-1", "721", str(10**30), "x")),
        *(("format", "x"), ("audience", "all"), ("language", "xx"), ("pillar", "x")),
        *(("online_link", "javascript:alert(1)"), ("online_link", "ftp://example.com/x")),
        *(("title", "x" * 121), ("title", "two\nlines"), ("description", "a\0b")),
        *(("accessibility_contact", "x"), ("region", "x"), ("picture_alt", "x" * 201)),
    ],
)
def test_refuses_what_is_out_of_bounds(client, lea, field, value):
    more = {"format": "hybrid"} if field == "online_link" else {}
    found = wrong(client, **more | {field: value})
    assert found.keys() == {field}


def test_the_last_night_of_the_last_year_is_too_late(client, lea):
    late = {"starts_date": "2100-12-31", "starts_time": "23:00", "ends_time": "01:00"}
    assert wrong(client, **late) == {"ends_time": "It has to end by the year 2100."}
    assert kept(client, **late | {"ends_time": "23:59"}).ends_date == dt.date(2100, 12, 31)


def test_seconds_and_other_digits_do_no_harm(client, lea):
    event = kept(client, starts_time="18:00:59", capacity="٣")
    assert (event.starts_time, event.capacity) == (dt.time(18), 3)


def test_an_hour_that_clocks_skip_is_explained_and_put_right(client, lea):
    night = {"starts_date": "2083-03-14", "starts_time": "02:30", "ends_time": "04:00"}
    response = send(client, **night)
    assert response.status_code == 422
    assert errors(response) == {
        "starts_time": "On that day clocks in Denver go forward and never show 2:30 a.m., so the "
        "form now holds 3:30 a.m. instead. Save it, or choose another time."
    }
    client.post(f"{LIST}new/", typed(response))
    assert Event.objects.get().starts == utc(2083, 3, 14, 9, 30)


def test_so_is_an_end_that_clocks_skip(client, lea):
    night = {"starts_date": "2083-03-13", "starts_time": "23:00", "ends_time": "02:15"}
    response = send(client, **night)
    assert errors(response).keys() == {"ends_time"}
    client.post(f"{LIST}new/", typed(response))
    assert Event.objects.get().ends == utc(2083, 3, 14, 9, 15)


def test_a_day_that_clocks_skip_is_put_right_too(client, lea):
    # Samoa had no December 30, 2011: it moved to the other side of the date line.
    never = {"starts_date": "2011-12-30", "starts_time": "10:00", "ends_time": "11:00"}
    response = send(client, **never, time_zone="Pacific/Apia")
    assert "never show that day" in errors(response)["starts_time"]
    client.post(f"{LIST}new/", typed(response))
    assert Event.objects.get().starts_date == dt.date(2011, 12, 31)


def test_of_an_hour_that_comes_twice_it_asks_which(client, lea):
    night = {"starts_date": "2083-11-07", "starts_time": "01:30", "ends_time": "04:00"}
    response = send(client, **night)
    words = "On that day clocks in Denver go back and show 1:30 a.m. twice. Which one?"
    assert errors(response) == {"starts_turn": words}
    first = kept(client, **night, starts_turn="0")
    assert (first.starts, first.starts_turn) == (utc(2083, 11, 7, 7, 30), 0)
    second = kept(client, **night, starts_turn="1")
    assert (second.starts, second.starts_turn) == (utc(2083, 11, 7, 8, 30), 1)
    # And it says which when it is edited.
    form = client.get(f"{LIST}{second.pk}/edit/").context["form"]
    assert form["starts_turn"].value() == "1"
    assert "ends_turn" not in form.fields


def test_both_ends_may_come_twice(client, lea):
    night = {"starts_date": "2083-11-07", "starts_time": "01:10", "ends_time": "01:50"}
    assert wrong(client, **night).keys() == {"starts_turn", "ends_turn"}
    both = {"starts_turn": "0", "ends_turn": "1"}
    event = kept(client, **night, **both)
    assert event.ends - event.starts == dt.timedelta(hours=1, minutes=40)
    # The second 1:10 is after the first 1:50, so that this would end before it starts.
    found = send(client, **night, starts_turn="1", ends_turn="0")
    assert errors(found) == {"ends_time": "It has to end after it starts."}
    # And a later reading may still be a later time.
    event = kept(
        client,
        **night | {"starts_time": "01:50", "ends_time": "01:10", "ends_date": "2083-11-07"},
        **both,
    )
    assert event.ends - event.starts == dt.timedelta(minutes=20)


def test_a_turn_does_not_stay_with_an_hour_that_comes_once(client, lea):
    night = {"starts_date": "2083-11-07", "starts_time": "01:30", "ends_time": "04:00"}
    event = kept(client, **night, starts_turn="1")
    page = client.get(f"{LIST}{event.pk}/edit/")
    client.post(f"{LIST}{event.pk}/edit/", typed(page, starts_date="2083-11-08"))
    assert (fresh(event).starts_turn, fresh(event).starts) == (0, utc(2083, 11, 8, 8, 30))


def test_a_zone_that_lists_do_not_hold_stays_with_its_event(client, lea, kin):
    event = draft(kin, zone="US/Mountain")
    form = client.get(f"{LIST}{event.pk}/edit/").context["form"]
    assert form["time_zone"].value() == "US/Mountain"
    assert ("US/Mountain", "Mountain") in form.fields["time_zone"].choices[0][1]


# Where


def test_a_place_and_a_link_fit_the_format(client, lea):
    assert wrong(client, venue="") == {"venue": "Say where it is, or “to be announced”."}
    assert wrong(client, format="hybrid", venue="").keys() == {"venue"}
    assert wrong(client, format="online").keys() == {"venue"}
    assert wrong(client, online_link="https://example.com/").keys() == {"online_link"}
    assert kept(client, format="online", venue="").online_link == ""


# Who is asked about accessibility


def test_the_contact_is_somebody_who_acts_for_the_group_or_chapter(client, carl, kin, denver):
    acting = {
        "Acting": ("treasurer", {}),
        "Caretaker": ("chair", {"ends": factories.today() - DAY}),
    }
    over = {"starts": factories.today() - 90 * DAY, "ends": factories.today() - 80 * DAY}
    idle = {"Over": ("secretary", over), "Offered": ("events", {"accepted": None})}
    for name, (role, facts) in (acting | idle).items():
        factories.officer(factories.person(legal_name=name), kin, role, **facts)
    other = factories.chapter(kin)
    factories.chapter_officer(factories.person(legal_name="Elsewhere"), other)
    factories.membership(factories.person(legal_name="Member"), kin)
    names = [
        str(label)
        for _value, label in client.get(f"{OF_CHAPTER}new/")
        .context["form"]
        .fields["accessibility_contact"]
        .choices
    ]
    assert names == ["Nobody yet", "Acting", "Caretaker", "Carl Chapter"]


def test_nobody_else_is_a_contact_whatever_is_sent(client, lea, kin):
    member, stranger = factories.person(), factories.person()
    factories.membership(member, kin)
    said_of = [wrong(client, accessibility_contact=who.public_id) for who in (member, stranger)]
    # The same words, so that they tell nothing of who belongs.
    assert said_of[0] == said_of[1]
    assert said_of[0].keys() == {"accessibility_contact"}


def test_the_lead_who_begins_is_the_contact_to_begin_with(client, lea):
    form = client.get(f"{LIST}new/").context["form"]
    assert form["accessibility_contact"].value() == lea.public_id


def test_a_contact_whose_term_is_over_is_one_no_more(client, lea, kin):
    gone = factories.person()
    event = draft(kin, accessibility_contact=gone, pillar=factories.pillar(slug="culture"))
    page = client.get(f"{LIST}{event.pk}/edit/")
    client.post(f"{LIST}{event.pk}/edit/", typed(page))
    assert fresh(event).accessibility_contact is None


# Picture


def pixels(event):
    with event.picture.open() as file:
        return file.read()


def picture():
    return SimpleUploadedFile("p.jpg", BytesIO(saved(quarters(), "JPEG")).getvalue())


def test_a_picture_has_words_or_is_decoration(client, lea):
    assert wrong(client, picture=picture()).keys() == {"picture_alt"}
    both = {"picture_alt": "A garden", "decorative": "on"}
    assert wrong(client, picture=picture(), **both).keys() == {"picture_alt"}
    event = kept(client, picture=picture(), decorative="on")
    assert event.picture.name.startswith("events/")
    page = client.get(f"{LIST}{event.pk}/edit/")
    assert page.context["form"]["decorative"].value() is True
    client.post(f"{LIST}{event.pk}/edit/", typed(page, title="Again"))
    assert (fresh(event).title, fresh(event).picture) == ("Again", event.picture)


def test_the_picture_is_for_whoever_may_read_the_event_whole(client, lea, kin):
    event = kept(client, picture=picture(), decorative="on", audience="members")
    address = f"/media/{event.picture.name}"
    assert answer(client, address) == (200, "private, no-store")
    actions.publish(event=event, by=lea, version=1)
    seen = {}
    for who, audience in [("employee", "members"), ("employee", "employees"), ("", "public")]:
        Event.objects.update(audience=audience)
        client.logout()
        if who:
            client.force_login(factories.person())
        seen[audience] = answer(client, address)
    assert [status for status, _kept in seen.values()] == [404, 200, 200]
    assert seen["public"][1] == "public, max-age=300"


def answer(client, address):
    response = client.get(address)
    # A file is read to its end.
    b"".join(response)
    return response.status_code, response["Cache-Control"]


# A preview, and editing what people know of


def test_a_preview_shows_it_and_why_a_curator_looks_and_keeps_nothing(client, lea):
    response = send(client, description="**Come.** <b>x</b>", cost="$5", preview="yes")
    assert response.status_code == 200
    page = response.content.decode()
    assert "<p><strong>Come.</strong> &lt;b&gt;x&lt;/b&gt;</p>" in page
    assert "Saturday, March 13, 2083, 6\xa0p.m. to 7:30\xa0p.m., Denver time" in page
    assert "It costs something: $5." in page
    assert not Event.objects.exists()


def published(kin, **facts):
    return factories.event(kin, **{"audience": "members", "pillar": factories.pillar(), **facts})


def test_editing_what_people_know_of_warns_first(client, lea, kin):
    page = text(client.get(f"{LIST}{published(kin).pk}/edit/"))
    assert "People know of this event." in page
    assert "everybody who has answered is told" in page
    assert "People know of" not in text(client.get(f"{LIST}{draft(kin).pk}/edit/"))


EFFECTS = {
    "moved": ({"venue": "Room 2"}, ["Time or place change"]),
    "later": ({"ends_time": "23:59"}, ["Time or place change"]),
    "seats": ({"capacity": "5"}, ["There are more seats"]),
    "cost": ({"cost": "$5"}, ["A curator looks first: It costs something: $5."]),
    "words": ({"title": "Other words", "description": "New."}, []),
}


@pytest.mark.parametrize("what", EFFECTS)
def test_a_preview_says_what_saving_would_set_off(client, lea, kin, what):
    changes, said_first = EFFECTS[what]
    event = published(kin, capacity=1, starts=utc(2083, 3, 1, 20), accessibility_contact=lea)
    factories.rsvp(event, factories.person())
    factories.rsvp(event, factories.person(), "waiting")
    page = client.get(f"{LIST}{event.pk}/edit/")
    response = client.post(f"{LIST}{event.pk}/edit/", typed(page, **changes, preview="yes"))
    effects = response.context["effects"]
    assert len(effects) == len(said_first)
    assert all(found.startswith(words) for found, words in zip(effects, said_first, strict=True))
    assert fresh(event).version == event.version


def test_a_narrower_audience_says_whose_answers_end(client, lea, kin):
    event = published(kin, audience="employees")
    page = client.get(f"{LIST}{event.pk}/edit/")
    sent = typed(page, audience="members", preview="yes", accessibility_contact="")
    response = client.post(f"{LIST}{event.pk}/edit/", sent)
    assert "answers of others end" in " ".join(response.context["effects"])


def test_an_edit_that_asks_for_more_waits_for_a_curator(client, lea, kin):
    event = published(kin)
    page = client.get(f"{LIST}{event.pk}/edit/")
    response = client.post(f"{LIST}{event.pk}/edit/", typed(page, cost="$5"))
    words = "Saved. A curator has been asked, and until then it is off its page."
    assert said(response) == [words]
    assert fresh(event).status == "submitted"


def test_fewer_seats_than_are_taken_are_refused_with_all_that_was_typed(client, lea, kin):
    event = published(kin, capacity=3)
    for _ in range(2):
        factories.rsvp(event, factories.person())
    page = client.get(f"{LIST}{event.pk}/edit/")
    response = client.post(f"{LIST}{event.pk}/edit/", typed(page, capacity="1", title="Mine"))
    assert response.status_code == 422
    assert "2 seats are taken or offered, so there can’t be fewer." in text(response)
    assert 'value="Mine"' in response.content.decode()
    assert fresh(event).capacity == 3


# Two who edit at once


def test_of_two_who_edit_the_second_sees_both_versions(client, lea, kin, career):
    event = inside(kin, title="At first", description="Two\nlines.", pillar=career)
    page = client.get(f"{LIST}{event.pk}/edit/")
    client.post(f"{LIST}{event.pk}/edit/", typed(page, title="Theirs", starts_time="08:15"))
    # Browsers end lines in their own way.
    same = {"starts_time": f"{event.starts_time:%H:%M}", "ends_time": f"{event.ends_time:%H:%M}"}
    mine = typed(page, title="Mine", description="Two\r\nlines.", closes_hours="0", **same)
    response = client.post(f"{LIST}{event.pk}/edit/", mine)
    assert response.status_code == 409
    found = {row["label"]: (row["theirs"], row["yours"]) for row in response.context["form"].theirs}
    # What is the same in both is not called different: pillar, zone, contact, times.
    assert found.keys() == {"Title", "Starts at"}
    assert found["Title"] == ("Theirs", "Mine")
    assert found["Starts at"][0] == "08:15"
    assert 'value="Mine"' in response.content.decode()
    assert fresh(event).title == "Theirs"
    client.post(f"{LIST}{event.pk}/edit/", typed(response))
    assert fresh(event).title == "Mine"


def test_a_save_in_the_moment_of_another_shows_both_versions(client, lea, kin, monkeypatch):
    event = inside(kin, title="At first")
    sent = typed(client.get(f"{LIST}{event.pk}/edit/"), title="Mine")
    edit = actions.edit

    def beaten(*, event, **given):
        Event.objects.filter(pk=event.pk).update(title="Theirs", version=2)
        return edit(event=event, **given)

    monkeypatch.setattr("events.manage.actions.edit", beaten)
    response = client.post(f"{LIST}{event.pk}/edit/", sent)
    assert response.status_code == 409
    assert response.context["form"].theirs[0]["theirs"] == "Theirs"


def test_a_draft_that_somebody_deletes_meanwhile_is_said_to_be_gone(client, lea, kin, monkeypatch):
    event = inside(kin)
    sent = typed(client.get(f"{LIST}{event.pk}/edit/"), title="Mine")

    def gone(*, event, **given):
        Event.objects.filter(pk=event.pk).delete()
        raise Refusal("Somebody has deleted this event meanwhile.")

    monkeypatch.setattr("events.manage.actions.edit", gone)
    response = client.post(f"{LIST}{event.pk}/edit/", sent)
    assert response["Location"] == LIST
    assert said(response) == ["Somebody has deleted this event meanwhile."]


def test_what_waits_for_a_curator_has_no_form(client, lea, kin):
    event = draft(kin, status="submitted", asked=timezone.now())
    response = client.get(f"{LIST}{event.pk}/edit/")
    assert response["Location"] == f"{LIST}{event.pk}/"
    assert said(response) == ["It can’t be edited now. Take it back first, if it waits."]


def test_the_form_names_people_and_lists_by_no_number(client, lea, kin, denver, career):
    event = Event(brg=kin, chapter=denver)
    form = EventForm(instance=event, viewer=lea)
    values = [
        str(value)
        for name in ("pillar", "region", "accessibility_contact")
        for value, _label in form.fields[name].choices
    ]
    assert not any(value.isdigit() for value in values)


# Whatever is typed


def test_no_input_breaks_the_form(kin, lea):
    names = list(EventForm(instance=Event(brg=kin), viewer=lea).fields)
    for place, hostile in enumerate(TEXTS):
        # In all fields at once, and in one of them alone.
        for wrong_ones in (names, [names[place % len(names)]]):
            data = QueryDict(mutable=True)
            data.update(WORDS | dict.fromkeys(wrong_ones, hostile))
            form = EventForm(data, instance=Event(brg=kin), viewer=lea)
            if form.is_valid():
                form.preview()


def test_what_is_wrong_is_listed_as_it_is_met(client, lea):
    page = client.post(f"{LIST}new/", {}).content.decode()
    places = [page.index(f'href="#id_{name}') for name in ("title", "starts_date", "ends_time")]
    assert places == sorted(places)
    assert places[-1] < page.index('href="#id_pillar')
