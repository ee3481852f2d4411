"""The page of a series: its rule in words, its dates, and that hidden and absent are alike."""

import datetime as dt
import zoneinfo

import pytest
from django.utils import timezone

from events.models import Event, Series
from events.rule_words import days_in_words
from tests import factories
from tests.events.workspace import text

pytestmark = pytest.mark.django_db

DENVER = zoneinfo.ZoneInfo("America/Denver")
DAY = dt.timedelta(days=1)


@pytest.fixture
def kin():
    return factories.brg(slug="kin", acronym="Kin")


def made(kin, count=3, **fields):
    """A public series on Tuesdays at noon in Denver, and its dates."""
    starts = fields.pop("starts", dt.datetime(2098, 3, 4, 12, tzinfo=DENVER))
    facts = {"audience": "public", "title": "Circle", "starts": starts}
    return factories.series(kin, count, **facts | fields)


def of(series, client):
    return client.get(series.get_absolute_url())


RULES = [
    ("weekly", (2098, 3, 4), "Every Tuesday"),
    ("fortnightly", (2098, 3, 4), "Every other Tuesday"),
    ("monthly_by_weekday", (2098, 3, 11), "Every month on the second Tuesday"),
    ("monthly_by_weekday", (2098, 4, 29), "Every month on the last Tuesday"),
    ("monthly_by_date", (2098, 3, 4), "Every month on the 4th"),
    ("monthly_by_date", (2098, 3, 28), "Every month on the 28th"),
    ("monthly_by_date", (2098, 3, 30), "Every month on the 30th, or the last day of a shorter one"),
    ("monthly_by_date", (2098, 3, 31), "Every month on the last day"),
    ("yearly", (2098, 3, 4), "Every year on March 4"),
    ("yearly", (2096, 2, 29), "Every year on February 29, or the 28th in other years"),
]


@pytest.mark.parametrize(("rule", "first", "words"), RULES)
def test_a_rule_is_said_in_words(rule, first, words):
    assert days_in_words(Series.Rule(rule), dt.date(*first)) == words


def test_the_page_has_rule_host_and_dates(client, kin):
    series, dates = made(kin)
    page = of(series, client)
    words = text(page)
    assert "Every Tuesday, noon Denver time, until March 18, 2098" in words
    assert [row["url"] for row in page.context["coming"]] == [
        each.get_absolute_url() for each in dates
    ]
    assert "Tuesday, March 11, 2098, noon to 1 p.m., Denver time" in words


def test_what_was_moved_for_most_dates_is_not_said_by_the_rule(client, kin):
    series, dates = made(kin)
    Event.objects.filter(pk=dates[0].pk).update(starts_time=dt.time(9))
    assert "Every Tuesday, noon Denver time, until" in text(of(series, client))
    Event.objects.filter(pk=dates[1].pk).update(starts_time=dt.time(8))
    assert "Every Tuesday, until March 18, 2098" in text(of(series, client))
    for each in dates:
        Event.objects.filter(pk=each.pk).update(starts_date=each.starts_date + DAY)
    assert "Every week, until March 19, 2098" in text(of(series, client))


def test_past_dates_are_folded_and_a_cancelled_one_says_so(client, kin):
    series, dates = made(kin, starts=timezone.now() - 8 * DAY)
    Event.objects.filter(pk=dates[2].pk).update(status="cancelled", cancelled=timezone.now())
    page = of(series, client)
    assert [row["url"] for row in page.context["past"]] == [
        each.get_absolute_url() for each in (dates[1], dates[0])
    ]
    (coming,) = page.context["coming"]
    assert [str(mark.words) for mark in coming["marks"]] == ["Cancelled"]
    assert "2 past dates" in text(page)


def test_of_sittings_one_chooses_a_time(client, kin):
    series, _dates = factories.sittings(kin, audience="public")
    words = text(of(series, client))
    assert "At 3 times: choose one of them" in words
    assert "Choose a time" in words


def test_only_dates_of_which_the_viewer_may_know_stand_there(client, kin):
    series, dates = made(kin)
    Event.objects.filter(pk=dates[0].pk).update(audience="employees")
    Event.objects.filter(pk=dates[1].pk).update(status="draft", published=None)
    assert len(of(series, client).context["coming"]) == 1
    client.force_login(factories.person())
    assert len(of(series, client).context["coming"]) == 2


def test_hidden_and_absent_are_alike(client, kin):
    series, _dates = made(kin, status="draft", published=None)
    for number in (series.pk, 10**12):
        answer = client.get(f"/events/series/{number}-circle/")
        assert answer.url == f"/accounts/login/?next=/events/series/{number}-circle/"
        assert client.get(f"/events/series/{number}/").status_code == 302
    client.force_login(factories.lead(kin))
    bodies = {
        client.get(f"/events/series/{number}-circle/").content for number in (series.pk, 10**12)
    }
    assert len(bodies) == 1


def test_other_words_lead_to_its_own_address(client, kin):
    series, _dates = made(kin)
    for address in (f"/events/series/{series.pk}/", f"/events/series/{series.pk}-other/"):
        assert client.get(address).url == series.get_absolute_url()


def test_leads_find_the_way_to_their_workspace_and_others_do_not(client, kin):
    series, _dates = made(kin)
    assert of(series, client).context["workspace_url"] == ""
    client.force_login(factories.person())
    assert of(series, client).context["workspace_url"] == ""
    client.force_login(factories.lead(kin))
    assert of(series, client).context["workspace_url"] == f"/manage/kin/events/series/{series.pk}/"


@pytest.mark.parametrize("size", [1, 4])
def test_the_page_asks_no_more_for_more_dates(client, kin, size, django_assert_num_queries):
    series, _dates = made(kin, size)
    of(series, client)
    with django_assert_num_queries(2):
        of(series, client)


def test_a_date_leads_to_its_series_and_to_the_dates_around_it(client, kin):
    series, dates = made(kin, 4)
    Event.objects.filter(pk=dates[2].pk).update(status="cancelled", cancelled=timezone.now())
    page = client.get(dates[1].get_absolute_url())
    assert page.context["date_before"]["url"] == dates[0].get_absolute_url()
    # The next one is not on.
    assert page.context["date_after"]["url"] == dates[3].get_absolute_url()
    assert f'href="{series.get_absolute_url()}"' in page.content.decode()
    assert "Next date: Tuesday, March 25, 2098, noon, Denver time" in text(page)
    assert client.get(dates[0].get_absolute_url()).context["date_before"] is None


def test_an_event_of_no_series_asks_nothing_about_one(client, kin, django_assert_num_queries):
    event = factories.event(kin, audience="public")
    client.get(event.get_absolute_url())
    with django_assert_num_queries(1):
        client.get(event.get_absolute_url())
