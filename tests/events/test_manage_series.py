"""Series in the workspace: rules and times as typed, shown before they are made, and kept."""

import datetime as dt

import pytest
from django.utils import timezone

from events.models import Event, Series
from tests import factories
from tests.events.workspace import LIST, OF_CHAPTER, draft, fresh, inside, said, text

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def event(kin):
    """A draft on Tuesday, March 4, 2098, in Denver."""
    return inside(kin, starts=dt.datetime(2098, 3, 5, 1, tzinfo=dt.UTC), title="Circle")


def page_of(series, *step):
    return "/".join([f"{LIST}series/{series.pk}", *step, ""])


def errors(response):
    assert response.status_code == 422
    return response.context["form"].errors


def confirmed(client, url, **typed):
    """Send a form twice: what is shown first is made then."""
    shown = client.post(url, typed)
    assert shown.status_code == 200, shown.context["form"].errors
    return client.post(url, typed | {"seen": shown.context["form"]["seen"].value(), "make": "yes"})


# Repeating


def test_the_rules_are_said_in_the_days_of_the_event(client, lea, event):
    page = text(client.get(f"{LIST}{event.pk}/repeat/"))
    for words in (
        *("Every Tuesday", "Every other Tuesday", "Every month on the 4th"),
        *("Every month on the first Tuesday", "Every year on March 4"),
    ):
        assert words in page, words


def test_the_days_are_shown_before_anything_is_made(client, lea, event):
    url = f"{LIST}{event.pk}/repeat/"
    shown = client.post(url, {"rule": "weekly", "last": "2098-03-20"})
    assert shown.status_code == 200
    assert shown.context["days"] == [f"Tuesday, March {day}, 2098" for day in (4, 11, 18)]
    assert not Series.objects.exists()
    made = confirmed(client, url, rule="weekly", last="2098-03-20")
    series = Series.objects.get()
    assert made.url == page_of(series)
    assert Event.objects.filter(series=series).count() == 3


@pytest.mark.parametrize("seen", ["", "weekly 2098-03-13", "yearly 2098-03-20", "x" * 200])
def test_what_was_shown_otherwise_is_shown_again(client, lea, event, seen):
    typed = {"rule": "weekly", "last": "2098-03-20", "make": "yes", "seen": seen}
    answer = client.post(f"{LIST}{event.pk}/repeat/", typed)
    assert answer.status_code == (422 if len(seen) > 60 else 200)
    assert not Series.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "rule"),
        ({"rule": "weekly"}, "last"),
        ({"rule": "hourly", "last": "2098-03-20"}, "rule"),
        ({"rule": "weekly", "last": "2098-03-04"}, "last"),
        ({"rule": "weekly", "last": "2098-03-03"}, "last"),
        ({"rule": "weekly", "last": "2100-12-31"}, "last"),
        ({"rule": "weekly", "last": "9999-12-31"}, "last"),
        ({"rule": "weekly", "last": "10000-01-01"}, "last"),
        ({"rule": "weekly", "last": "2098-02-30"}, "last"),
        ({"rule": "weekly", "last": "\0"}, "last"),
        ({"rule": "w" * 5000, "last": "٢٠٩٨-٠٣-٢٠x"}, "rule"),
    ],
)
def test_what_makes_no_sense_is_said_where_it_was_typed(client, lea, event, typed, field):
    for more in ({}, {"make": "yes", "seen": "weekly 2100-12-31"}):
        assert field in errors(client.post(f"{LIST}{event.pk}/repeat/", typed | more))
    assert not Series.objects.exists()


@pytest.mark.parametrize(
    ("day", "rule", "last", "words"),
    [
        ("2096-02-29", "yearly", "2099-03-01", "Thursday, February 28, 2097"),
        ("2097-01-31", "monthly_by_date", "2097-03-01", "Thursday, February 28, 2097"),
        ("2097-01-29", "monthly_by_weekday", "2097-03-01", "Tuesday, February 26, 2097"),
    ],
)
def test_days_that_a_month_has_not_are_its_last(client, lea, kin, day, rule, last, words):
    event = inside(kin, starts=dt.datetime.fromisoformat(f"{day} 19:00+00:00"))
    shown = client.post(f"{LIST}{event.pk}/repeat/", {"rule": rule, "last": last})
    assert shown.context["days"][1] == words


def test_what_people_have_answered_leads_back(client, lea, kin):
    event = factories.event(kin)
    factories.rsvp(event, factories.person())
    assert "Repeat this event" not in text(client.get(f"{LIST}{event.pk}/"))
    for step in ("repeat", "sittings"):
        answer = client.get(f"{LIST}{event.pk}/{step}/")
        assert answer.url == f"{LIST}{event.pk}/"
        assert said(answer)[-1] == "This has moved on meanwhile. Nothing has changed."


# Sittings


def test_more_times_are_made_out_of_rows_and_empty_rows_are_none(client, lea, event):
    url = f"{LIST}{event.pk}/sittings/"
    assert client.get(url).context["form"]["day_0"].value() == dt.date(2098, 3, 4)
    typed = {"rows_shown": "3", "day_0": "2098-03-04", "time_0": "07:30"}
    typed |= {"day_1": "2098-03-04", "day_2": "2098-03-05", "time_2": "13:00", "time_1": "19:30"}
    answer = client.post(url, typed)
    series = Series.objects.get()
    assert answer.url == page_of(series)
    starts = Event.objects.filter(series=series).order_by("starts")
    assert [f"{each.starts_wall:%d %H:%M}" for each in starts] == [
        *("04 07:30", "04 18:00", "04 19:30", "05 13:00"),
    ]


def test_there_are_more_rows_for_who_asks(client, lea, event):
    url = f"{LIST}{event.pk}/sittings/"
    answer = client.post(url, {"rows_shown": "3", "time_0": "07:30", "more": "yes"})
    form = answer.context["form"]
    assert (answer.status_code, len(form.rows()), form["time_0"].value()) == (200, 6, "07:30")
    assert not form.errors
    for sent, shown in (("29", 30), ("99", 30), ("0", 3), ("-1", 6), ("9" * 40, 6), ("٣", 6)):
        form = client.post(url, {"rows_shown": sent, "more": "yes"}).context["form"]
        assert len(form.rows()) == shown, sent
    assert not Series.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "__all__"),
        ({"day_0": "2098-03-04"}, "__all__"),
        ({"time_1": "07:30"}, "day_1"),
        ({"day_1": "2098-03-04"}, "time_1"),
        ({"day_0": "2098-03-04", "time_0": "25:00"}, "time_0"),
        ({"day_0": "2098-02-30", "time_0": "07:30"}, "day_0"),
        ({"day_0": "2101-01-01", "time_0": "07:30"}, "day_0"),
        ({"day_0": "2020-01-01", "time_0": "07:30"}, "__all__"),
        # The event's own time, and an hour that clocks in Denver skip.
        ({"day_0": "2098-03-04", "time_0": "18:00"}, "__all__"),
        ({"day_0": "2098-03-09", "time_0": "02:30"}, "time_0"),
    ],
)
def test_times_that_make_no_sense_are_said_where_they_were_typed(client, lea, event, typed, field):
    answer = client.post(f"{LIST}{event.pk}/sittings/", {"rows_shown": "3"} | typed)
    assert set(errors(answer)) == {field}
    assert not Series.objects.exists()


# One series


def test_the_page_of_a_series_has_its_rule_its_dates_and_what_can_be_done(client, lea, kin):
    starts = dt.datetime(2098, 3, 5, 1, tzinfo=dt.UTC)
    series, dates = factories.series(kin, starts=starts, title="Circle")
    Event.objects.filter(pk=dates[1].pk).update(status="draft", published=None)
    answer = client.get(page_of(series))
    page = text(answer)
    assert "Every Tuesday, 6 p.m. Denver time, until March 18, 2098" in page
    assert [row["status"] for row in answer.context["coming"]] == [
        *("Published", "Draft", "Published"),
    ]
    assert answer.context["urls"].keys() == {"publish", "dates", "cancel"}
    assert "Publish 1 draft" in page
    assert "Part of a series" in text(client.get(f"{LIST}{dates[0].pk}/"))


def test_a_series_goes_on_once_its_days_were_shown(client, lea, kin):
    series, _dates = factories.series(kin, starts=dt.datetime(2098, 3, 5, 1, tzinfo=dt.UTC))
    url = page_of(series, "dates")
    assert "last" in errors(client.post(url, {"last": "2098-03-18"}))
    answer = confirmed(client, url, last="2098-04-02")
    assert (answer.url, said(answer)) == (page_of(series), ["Made 2 drafts."])
    assert Event.objects.filter(series=series, status="draft").count() == 2


def test_all_drafts_that_were_looked_at_are_published(client, lea, kin):
    kept = {"status": "draft", "published": None, "audience": "members"}
    series, dates = factories.series(kin, **kept)
    url = page_of(series, "publish")
    seen = [row["seen"] for row in client.get(url).context["drafts"]]
    assert seen == [f"{each.pk}-1" for each in dates]
    for sent in ([], ["x", "1", "1-", "٣-1", "9" * 30 + "-1"], [*seen[:2], f"{dates[2].pk}-2"]):
        answer = client.post(url, {"draft": sent})
        assert said(answer)[-1].startswith("Somebody else has changed this meanwhile")
    assert set(Event.objects.values_list("status", flat=True)) == {"draft"}
    assert "Published." in said(client.post(url, {"draft": seen}))[-1]
    assert set(Event.objects.values_list("status", flat=True)) == {"published"}


def test_dates_are_called_off_from_one_on(client, lea, kin):
    series, dates = factories.series(kin)
    url = page_of(series, "cancel")
    form = client.get(f"{url}?from={dates[1].pk}").context["form"]
    assert form["which"].value() == f"later-{dates[1].pk}-1"
    for which in ("", "all", f"later-{dates[1].pk}-2", f"all-{dates[1].pk}-1"):
        assert "which" in errors(client.post(url, {"which": which}))
    answer = client.post(url, {"which": f"later-{dates[1].pk}-1", "reason": "No room."})
    assert said(answer) == ["Cancelled 2 dates. Everybody who had answered is told."]
    assert [fresh(each).status for each in dates] == ["published", "cancelled", "cancelled"]
    answer = client.post(url, {"which": f"all-{dates[0].pk}-1"})
    assert said(answer)[-1] == "Cancelled 1 date. Everybody who had answered is told."
    assert client.get(url).status_code == 302


def test_a_chapters_series_is_its_leads_and_the_groups(client, carl, kin, denver):
    series, _dates = factories.series(kin, chapter=denver)
    assert client.get(f"{OF_CHAPTER}series/{series.pk}/").status_code == 200
    assert client.get(page_of(series)).status_code == 404
    client.force_login(factories.lead(kin))
    assert client.get(f"{OF_CHAPTER}series/{series.pk}/").status_code == 200
    # It stands where it belongs.
    assert client.get(page_of(series)).status_code == 404


@pytest.mark.parametrize("size", [2, 6])
def test_the_page_of_a_series_asks_no_more_for_more_dates(
    client, lea, kin, size, django_assert_num_queries
):
    series, _dates = factories.series(kin, size)
    client.get(page_of(series))
    with django_assert_num_queries(5):
        client.get(page_of(series))


# Editing


def typed(page, **fields):
    """What the form of a page would send."""
    form = page.context["form"]
    sent = {name: form[name].value() for name in form.fields if name != "picture"}
    return {name: value for name, value in sent.items() if value not in (None, False)} | fields


def test_a_date_of_a_series_asks_for_which_dates_a_change_is(client, lea, kin):
    _series, dates = factories.series(kin, title="Circle", audience="members")
    url = f"{LIST}{dates[1].pk}/edit/"
    page = client.get(url)
    assert "<legend>Change" in page.content.decode()
    assert page.context["form"]["scope"].value() == "this"
    sent = typed(page, title="Round", pillar=dates[1].pillar.slug, region="")
    answer = client.post(url, sent)
    assert said(answer) == ["Saved."]
    assert [fresh(each).title for each in dates] == ["Circle", "Round", "Circle"]
    sent = typed(client.get(url), title="Ring", pillar=dates[1].pillar.slug, scope="later")
    assert said(client.post(url, sent))[-1] == "Saved on 2 dates."
    assert [fresh(each).title for each in dates] == ["Circle", "Ring", "Ring"]
    for scope in ("", "none"):
        assert "scope" in errors(client.post(url, typed(client.get(url), scope=scope)))


def test_an_event_alone_and_a_date_that_is_over_ask_for_no_scope(client, lea, kin):
    _series, dates = factories.series(kin, starts=timezone.now() - 2 * DAY)
    for event in (draft(kin), dates[0]):
        assert "scope" not in client.get(f"{LIST}{event.pk}/edit/").context["form"].fields


def test_the_preview_says_how_many_dates_change_and_which_refuses(client, lea, kin):
    _series, dates = factories.series(kin, audience="members")
    url = f"{LIST}{dates[0].pk}/edit/"
    facts = {"scope": "all", "preview": "yes", "pillar": dates[0].pillar.slug}
    sent = typed(client.get(url), **facts, venue="Room 2")
    effects = client.post(url, sent).context["effects"]
    assert effects[0] == "It changes 3 dates."
    assert effects[1].startswith("Time or place change")
    Event.objects.filter(pk=dates[1].pk).update(starts_time=dt.time(2), ends_time=dt.time(3))
    sent = typed(client.get(url), **facts, starts_time="22:30", ends_time="23:00")
    assert client.post(url, sent).context["effects"][0] == "It changes 3 dates."


def test_a_refusal_of_one_date_keeps_what_was_typed(client, lea, kin):
    _series, dates = factories.series(kin, audience="members", capacity=3)
    for _ in range(2):
        factories.rsvp(fresh(dates[2]), factories.person())
    url = f"{LIST}{dates[0].pk}/edit/"
    sent = typed(client.get(url), scope="all", capacity="1", pillar=dates[0].pillar.slug)
    answer = client.post(url, sent)
    (words,) = errors(answer)["__all__"]
    assert "2 seats are taken or offered" in words
    assert answer.context["form"]["capacity"].value() == "1"
    assert {fresh(each).capacity for each in dates} == {3}


def test_of_two_editors_the_second_sees_both_versions_but_no_scope(client, lea, kin):
    _series, dates = factories.series(kin, audience="members", title="Circle")
    url = f"{LIST}{dates[0].pk}/edit/"
    sent = typed(client.get(url), scope="all", title="Mine", pillar=dates[0].pillar.slug)
    Event.objects.filter(pk=dates[0].pk).update(title="Theirs", version=2)
    answer = client.post(url, sent)
    assert answer.status_code == 409
    labels = [row["label"] for row in answer.context["form"].theirs]
    assert ("Title" in labels, "Change" in labels) == (True, False)
