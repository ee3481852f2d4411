"""Events in the workspace: who may, what the pages show, and what can be done about an event."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.visibility import Visibility
from audit.models import AuditEvent
from events import actions
from events.models import AudienceRecord, Event, HostRules
from notices.models import Notice
from tests import factories
from tests.events.workspace import LIST, OF_CHAPTER, draft, fresh, inside, said, text

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


# Whose pages these are

PAGES = (
    *("", "?show=drafts", "new/", "{0}/", "{0}/edit/", "{0}/duplicate/", "{0}/publish/"),
    *("{0}/delete/", "{0}/cancel/", "{0}/take-back/"),
)
MAY, MAY_NOT = [200] * 8 + [302] * 2, [404] * 10


def answers(client, address, event):
    return [client.get(address + page.format(event.pk)).status_code for page in PAGES]


def test_the_leads_of_a_group_make_its_events_and_those_of_its_chapters(client, lea, kin, denver):
    own, of_chapter = draft(kin), draft(kin, chapter=denver)
    assert answers(client, LIST, own) == MAY
    assert answers(client, OF_CHAPTER, of_chapter) == MAY
    # Each at the address of its host alone.
    assert client.get(f"{LIST}{of_chapter.pk}/").status_code == 404
    assert client.get(f"{OF_CHAPTER}{own.pk}/").status_code == 404


def test_a_chapters_lead_makes_the_chapters_events_and_no_other(client, carl, kin, denver):
    assert answers(client, OF_CHAPTER, draft(kin, chapter=denver)) == MAY
    assert answers(client, LIST, draft(kin)) == MAY_NOT
    other = factories.chapter(kin, slug="other")
    assert client.get("/manage/kin/chapters/other/events/").status_code == 404
    assert client.get(f"{OF_CHAPTER}{draft(kin, chapter=other).pk}/").status_code == 404


def test_of_a_chapter_that_is_closed_the_groups_leads_look_after_what_is_left(
    client, lea, kin, denver
):
    event, other = factories.event(kin, chapter=denver), draft(kin, chapter=denver)
    denver.status = "closed"
    denver.save()
    rows = client.get(LIST).context["rows"]
    assert [row["url"] for row in rows] == [f"{LIST}{event.pk}/"]
    assert f'href="{LIST}{event.pk}/"' in client.get(event.get_absolute_url()).content.decode()
    client.post(f"{LIST}{event.pk}/cancel/", {"version": event.version})
    assert fresh(event).status == "cancelled"
    said_why = "Begin another event from this one, as the group’s own."
    assert said_why in text(client.get(f"{LIST}{other.pk}/publish/"))
    assert client.get(f"{LIST}{other.pk}/duplicate/").context["form"].instance.chapter is None


@pytest.mark.parametrize("who", ["member", "treasurer", "curator"])
def test_nobody_else_finds_them(client, kin, denver, who):
    person = factories.curator() if who == "curator" else factories.person()
    factories.membership(person, kin)
    if who == "treasurer":
        factories.officer(person, kin, "treasurer")
    client.force_login(person)
    assert answers(client, LIST, draft(kin)) == MAY_NOT
    assert answers(client, OF_CHAPTER, draft(kin, chapter=denver)) == MAY_NOT


def test_the_workspaces_have_a_tab_for_events(client, lea, denver):
    assert LIST in client.get("/manage/kin/").content.decode()
    assert OF_CHAPTER in client.get("/manage/kin/chapters/denver/").content.decode()


# The list


def titles(client, query="", address=LIST):
    return [row["title"] for row in client.get(address + query).context["rows"]]


def test_lists_what_comes_what_is_in_hand_and_what_is_past(client, lea, kin, denver):
    now = timezone.now()
    factories.event(kin, title="Later", starts=now + 9 * DAY)
    factories.event(kin, title="Sooner", starts=now + DAY)
    factories.event(kin, title="On now", starts=now - dt.timedelta(minutes=30))
    off = {"status": "cancelled", "cancelled": now}
    factories.event(kin, title="Off", starts=now + 2 * DAY, **off)
    factories.event(kin, title="Over", starts=now - 3 * DAY)
    factories.event(kin, title="Over long", starts=now - 30 * DAY)
    draft(kin, title="In hand", starts=now - DAY)
    draft(kin, title="Asked", status="submitted", asked=now, starts=now + DAY)
    factories.event(factories.brg(), title="Of others")
    assert titles(client) == ["On now", "Sooner", "Off", "Later"]
    assert titles(client, "?show=drafts") == ["In hand", "Asked"]
    assert titles(client, "?show=past") == ["Over", "Over long"]
    assert titles(client, "?show=nonsense") == titles(client)
    assert "(this is past)" in text(client.get(f"{LIST}?show=drafts"))


def test_a_groups_list_holds_those_of_its_chapters_at_their_own_address(client, lea, kin, denver):
    event = factories.event(kin, title="In Denver", chapter=denver)
    factories.event(kin, title="Of all", starts=timezone.now() + 20 * DAY)
    rows = client.get(LIST).context["rows"]
    assert [(row["title"], row["of"], row["url"]) for row in rows][0] == (
        *("In Denver", "Denver"),
        f"{OF_CHAPTER}{event.pk}/",
    )
    assert titles(client, address=OF_CHAPTER) == ["In Denver"]


def test_the_list_names_the_zone_and_the_exact_totals(client, lea, kin):
    starts = dt.datetime(2083, 1, 5, 18, 30, tzinfo=dt.UTC)
    event = factories.event(kin, capacity=2, starts=starts, zone="Pacific/Honolulu")
    for status in ("going", "going", "waiting"):
        factories.rsvp(event, factories.person(), status)
    page = text(client.get(LIST))
    assert "Tuesday, January 5, 2083, 8:30 a.m., Honolulu time" in page
    assert "2 of 2, 1 waiting" in page


def test_the_list_makes_the_same_queries_for_one_and_for_many(
    client, lea, kin, denver, django_assert_num_queries
):
    factories.event(kin)
    client.get(LIST)
    for count in (1, 3):
        with django_assert_num_queries(4):
            assert len(client.get(LIST).context["rows"]) == count
        factories.event(kin, chapter=denver)
        factories.event(kin)


@pytest.mark.parametrize("part", ["", "?show=drafts&", "?show=past&"])
def test_a_long_list_goes_on(client, lea, kin, monkeypatch, part):
    monkeypatch.setattr("events.manage.A_PAGE", 2)
    make = draft if "drafts" in part else factories.event
    days = -5 if "past" in part else 5
    for number in range(3):
        make(kin, starts=timezone.now() + (days + number) * DAY)
    first = client.get(LIST + part)
    assert len(first.context["rows"]) == 2
    rest = client.get(LIST + first.context["next_url"])
    assert len(rest.context["rows"]) == 1
    assert client.get(rest.context["start_url"]).context["rows"] == first.context["rows"]
    assert client.get(f"{LIST}{part or '?'}after=x").context["rows"] == first.context["rows"]


def test_a_double_click_keeps_one_draft(kin, lea, denver):
    given = factories.wall(timezone.now() + DAY) | {"pillar": factories.pillar(), "brg": kin}

    def created(by=lea, **facts):
        return actions.create(event=Event(**given | {"title": "A supper"} | facts), by=by)

    first = created()
    assert created() == first
    others = [created(title="Other"), created(chapter=denver), created(by=factories.lead(kin))]
    Event.objects.update(made=timezone.now() - dt.timedelta(minutes=1))
    assert len({first, *others, created()}) == 5


# One event


def test_shows_what_people_see_and_the_exact_totals(client, lea, kin, denver):
    event = factories.event(
        kin,
        **{"title": "Open <day>", "summary": "Come and see.", "description": "**All** are here."},
        **{"venue": "Room 7", "cost": "$5", "outside_speakers": True, "paid_time": "Counts."},
        **{"accessibility": "Captions.", "closes_hours": 24, "capacity": 3},
        accessibility_contact=lea,
    )
    for status in ("going", "going", "waiting"):
        factories.rsvp(event, factories.person(legal_name="Zq Secret"), status)
    offer = {"offer_ends": timezone.now() + DAY}
    factories.rsvp(event, factories.person(), "offered", **offer)
    response = client.get(f"{LIST}{event.pk}/")
    page = text(response)
    for words in (
        *("Come and see.", "Room 7", "$5", "Also people from outside", "Counts.", "Captions."),
        *("Going 2", "Waiting 1", "Offered a seat 1", "Every employee", "Denver time"),
        *("Answers until", "Lea Lead"),
    ):
        assert words in page, words
    assert "<strong>All</strong>" in response.content.decode()
    assert "Open &lt;day&gt;" in response.content.decode()
    assert "Zq" not in page


def test_the_online_link_is_not_shown_in_the_preview(client, lea, kin):
    event = draft(kin, format="online", venue="", online_link="https://example.com/secret")
    page = client.get(f"{LIST}{event.pk}/").content.decode()
    assert "secret" not in page
    assert "By a link, which those see who are going" in page


def test_the_audience_is_proved_by_its_history(client, lea, kin):
    event = actions.publish(event=inside(kin), by=lea, version=1)
    AudienceRecord.objects.update(since=dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC))
    event.audience = "public"
    actions.edit(event=event, by=lea, version=event.version)
    page = text(client.get(f"{LIST}{event.pk}/"))
    assert "Members of the group, since March 1, 2026" in page
    assert "Everyone, also outside, since " in page


def test_a_curators_note_stands_above_what_is_to_be_changed(client, lea, kin):
    event = draft(kin, status="changes_asked", note="Which <room>?")
    page = client.get(f"{LIST}{event.pk}/")
    assert "A curator asks for changes" in text(page)
    assert "Which &lt;room&gt;?" in page.content.decode()
    # What is asked for comes first.
    assert "Edit Publish it" in text(page)


def test_a_wall_needs_no_poster_of_what_is_cancelled(client, lea, kin):
    event = factories.event(kin)
    assert "Poster for a wall" in text(client.get(f"{LIST}{event.pk}/"))
    Event.objects.update(status="cancelled", cancelled=timezone.now())
    assert "Poster for a wall" not in text(client.get(f"{LIST}{event.pk}/"))


def test_a_draft_whose_day_is_past_says_so(client, lea, kin):
    late = draft(kin, starts=timezone.now() - DAY)
    assert "Its day is past." in text(client.get(f"{LIST}{late.pk}/"))
    over = factories.event(kin, starts=timezone.now() - DAY)
    assert "Its day is past." not in text(client.get(f"{LIST}{over.pk}/"))


def test_the_page_of_one_event_makes_few_queries(client, lea, kin, django_assert_num_queries):
    event = factories.event(kin)
    client.get(f"{LIST}{event.pk}/")
    with django_assert_num_queries(5):
        client.get(f"{LIST}{event.pk}/")


# What nobody has answered can become several.
MORE = {"repeat", "sittings"}
STATES = {
    "draft": ({"status": "draft", "published": None}, {"edit", "publish", "delete"}),
    "returned": ({"status": "changes_asked", "published": None}, {"edit", "publish", "delete"}),
    "returned again": ({"status": "changes_asked"}, {"edit", "publish", "cancel"}),
    "submitted": ({"status": "submitted", "published": None}, {"take_back"}),
    "submitted again": ({"status": "submitted"}, {"take_back", "cancel"}),
    "published": ({}, {"edit", "cancel"}),
    "cancelled": ({"status": "cancelled"}, set()),
    "over": ({"starts": timezone.now() - DAY}, {"edit"}),
}


@pytest.mark.parametrize("state", STATES)
def test_each_state_offers_what_can_be_done_in_it(client, lea, kin, state):
    facts, offered = STATES[state]
    event = factories.event(kin, **{"asked": timezone.now(), "cancelled": timezone.now(), **facts})
    urls = client.get(f"{LIST}{event.pk}/").context["urls"]
    more = set() if state in ("cancelled", "over") else MORE
    assert urls.keys() == offered | more | {"cohosts", "duplicate"}
    assert [client.get(url).status_code for url in urls.values()] == [200] * len(urls)


# Publishing


def test_says_before_why_a_curator_must_look(client, lea, kin, settings):
    event = draft(kin, cost="$5", outside_speakers=True)
    page = text(client.get(f"{LIST}{event.pk}/publish/"))
    for words in (
        *("It costs something: $5.", "People from outside speak.", "Ask a curator"),
        "It is for more than the group’s members: Every employee.",
    ):
        assert words in page
    settings.EVENTS_APPROVED_FOR = ["cost"]
    page = text(client.get(f"{LIST}{event.pk}/publish/"))
    assert "It costs something: $5." in page
    assert "People from outside" not in page.replace("Also people from outside", "")


def test_what_needs_no_curator_goes_out_at_once(client, lea, kin):
    event = inside(kin)
    address = f"{LIST}{event.pk}/publish/"
    assert "It goes out at once" in text(client.get(address))
    response = client.post(address, {"version": "1"})
    assert said(response) == ["Published. It is on its page now, and people can answer."]
    assert fresh(event).status == "published"
    assert client.get(address)["Location"] == f"{LIST}{event.pk}/"


def test_what_needs_one_waits(client, lea, kin):
    event = draft(kin)
    response = client.post(f"{LIST}{event.pk}/publish/", {"version": "1"})
    assert said(response) == ["A curator has been asked. It is published once that is done."]
    assert fresh(event).status == "submitted"
    assert "A curator has been asked on" in text(client.get(f"{LIST}{event.pk}/"))


def test_what_cannot_go_out_says_why(client, lea, kin):
    event = inside(kin, starts=timezone.now() - DAY)
    words = "Its start is past. Choose a time to come."
    assert words in text(client.get(f"{LIST}{event.pk}/publish/"))
    assert said(client.post(f"{LIST}{event.pk}/publish/", {"version": "1"})) == [words]


@pytest.mark.parametrize("version", ["7", "", "x", "9" * 30])
def test_another_version_is_looked_at_once_more(client, lea, kin, version):
    event = inside(kin)
    response = client.post(f"{LIST}{event.pk}/publish/", {"version": version})
    assert said(response) == ["Somebody else has changed this meanwhile. Look at it once more."]
    assert fresh(event).status == "draft"


# Steps that ask first


def test_cancelled_with_a_reason_everybody_who_answered_is_told(client, lea, kin):
    event, person = factories.event(kin), factories.person()
    factories.rsvp(event, person)
    address = f"{LIST}{event.pk}/cancel/"
    page = client.get(address)
    assert "Cancel this event?" in text(page)
    sent = {"reason": "The room is flooded.", "version": event.version}
    response = client.post(address, sent)
    assert said(response) == ["Cancelled. Everybody who had answered is told."]
    assert (fresh(event).status, fresh(event).cancel_reason) == (
        *("cancelled", "The room is flooded."),
    )
    assert "The room is flooded." in Notice.objects.get(person=person).letter.body
    assert "The room is flooded." in text(client.get(f"{LIST}{event.pk}/"))


def test_a_reason_is_one_readable_line(client, lea, kin):
    event = factories.event(kin)
    sent = {"reason": "x" * 301, "version": event.version}
    response = client.post(f"{LIST}{event.pk}/cancel/", sent)
    assert response.status_code == 422
    assert "Use at most 300 characters" in text(response)
    assert fresh(event).status == "published"


def test_what_changed_meanwhile_is_not_cancelled(client, lea, kin):
    event = factories.event(kin)
    response = client.post(f"{LIST}{event.pk}/cancel/", {"reason": "", "version": "99"})
    assert said(response) == ["Somebody else has changed this meanwhile. Look at it once more."]
    assert fresh(event).status == "published"


STEPS = [
    ("take-back", "submitted", "Taken back. You can edit it again.", "draft"),
    ("delete", "draft", "Deleted.", None),
]


@pytest.mark.parametrize(("step", "status", "words", "after"), STEPS)
def test_asks_first_and_does_it_then(client, lea, kin, step, status, words, after):
    event = draft(kin, status=status, asked=timezone.now())
    address = f"{LIST}{event.pk}/{step}/"
    page = client.get(address)
    assert event.title in text(page)
    assert fresh(event).status == status
    response = client.post(address)
    assert said(response) == [words]
    assert response["Location"] == (f"{LIST}{event.pk}/" if after else LIST)
    assert Event.objects.filter(pk=event.pk, status=after or "gone").exists() == bool(after)


@pytest.mark.parametrize("step", ["take-back", "delete"])
def test_what_has_moved_on_is_said_and_left(client, lea, kin, step):
    event = factories.event(kin)
    for send in (client.get, client.post):
        response = send(f"{LIST}{event.pk}/{step}/")
        assert said(response)[-1] == "This has moved on meanwhile. Nothing has changed."
        assert response["Location"] == f"{LIST}{event.pk}/"
    assert fresh(event).status == "published"


def test_no_curator_is_asked_by_mail_for_what_is_taken_back(lea, kin):
    factories.curator()
    event = actions.publish(event=draft(kin), by=lea, version=1)
    assert Notice.objects.on_their_way().filter(letter__kind="approval").count() == 1
    actions.take_back(event=event, by=lea)
    assert not Notice.objects.on_their_way().filter(letter__kind="approval").exists()


def test_what_was_told_of_a_deleted_draft_leads_nowhere(lea, kin):
    curator = factories.curator()
    event = actions.publish(event=draft(kin, title="Secret plan"), by=lea, version=1)
    actions.take_back(event=event, by=lea)
    actions.delete(event=event, by=lea)
    letter = Notice.objects.get(person=curator).letter
    assert (letter.title, letter.line, letter.url) == (
        *("An event that was deleted as a draft", "", ""),
    )


def test_the_leads_of_a_chapter_are_led_to_its_workspace(client, carl, kin, denver):
    event = draft(kin, chapter=denver, audience="employees")
    actions.publish(event=event, by=carl, version=1)
    given = {"version": 2, "note": "When?"}
    actions.ask_changes(event=event, by=factories.curator(), **given)
    letter = Notice.objects.get(person=carl).letter
    assert letter.url == f"{OF_CHAPTER}{event.pk}/"
    assert client.get(letter.url).status_code == 200


# The group's own rule


def test_leads_let_a_curator_look_at_each_event_first(client, lea, kin):
    assert 'type="checkbox"' in client.get(f"{LIST}rules/").content.decode()
    response = client.post(f"{LIST}rules/", {"approved_first": "on"})
    assert response["Location"] == LIST
    assert HostRules.objects.get(brg=kin).approved_first
    assert "checked" in client.get(f"{LIST}rules/").content.decode()
    words = "The group lets a curator look at each of its events first."
    assert words in text(client.get(f"{LIST}{inside(kin).pk}/publish/"))
    client.post(f"{LIST}rules/", {})
    assert not HostRules.objects.get(brg=kin).approved_first


def test_setting_the_rule_is_on_record_once(lea, kin):
    for _ in range(2):
        actions.set_rules(brg=kin, by=lea, approved_first=True)
    acts = AuditEvent.objects.filter(verb="event.rules_set")
    assert list(acts.values_list("actor", "thing_id")) == [(lea.public_id, str(kin.pk))]


def test_the_rule_is_the_groups_leads_alone(client, carl, kin):
    assert client.get(f"{LIST}rules/").status_code == 404
    assert client.get(f"{OF_CHAPTER}rules/").status_code == 404
    assert client.post(f"{LIST}rules/", {"approved_first": "on"}).status_code == 404
    assert not HostRules.objects.exists()


def test_the_history_of_the_group_says_what_was_done_with_events(client, lea, kin):
    event = actions.publish(event=inside(kin), by=lea, version=1)
    actions.cancel(event=event, by=lea, version=event.version)
    actions.set_rules(brg=kin, by=lea, approved_first=True)
    page = text(client.get("/manage/kin/history/"))
    for words in (f"Published the event {event.title}", f"Cancelled the event {event.title}"):
        assert words in page
    assert "Changed the rules for events" in page


def test_an_event_of_a_sensitive_group_begins_as_one_for_members(client, lea, kin):
    assert '"employees" checked' not in client.get(f"{LIST}new/").content.decode()
    kin.default_visibility = Visibility.ONLY_ME
    kin.save()
    form = client.get(f"{LIST}new/").context["form"]
    assert form["audience"].value() == "members"
