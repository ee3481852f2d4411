"""How an event went: figures as published, told to the leads of its hosts."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from attendance.models import EventFigures
from events.models import CoHost
from tests import factories

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
HEAD = {"going": 40, "came": 30, "walk_ins": 0, "show_rate": 75}


@pytest.fixture
def kin():
    return factories.brg(slug="kin", acronym="Kin")


@pytest.fixture
def lea(client, kin):
    person = factories.lead(kin)
    client.force_login(person)
    return person


def over(brg, **facts):
    return factories.event(brg, **{"starts": timezone.now() - 2 * DAY} | facts)


def counted(event, **figures):
    return EventFigures.objects.create(event=event, **HEAD | figures)


def page(client, event, slug="kin"):
    return client.get(f"/manage/{slug}/events/{event.pk}/summary/")


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def rows(response):
    found = re.findall(r'<th scope="row">(.+?)</th><td class="number">(.+?)</td>', _of(response))
    return dict(found)


def _of(response):
    return response.content.decode()


def test_the_table_says_what_is_published(client, kin, lea):
    event = over(kin)
    counted(event)
    assert rows(page(client, event)) == {
        "Had a seat": "40",
        "Came": "30",
        "Came without a seat": "Fewer than 10",
        "Of those with a seat, came": "about 75 in 100",
    }


def test_a_share_that_is_not_told_is_said_to_be_none(client, kin, lea):
    event = over(kin)
    counted(event, going=0, came=0, show_rate=None)
    assert rows(page(client, event))["Of those with a seat, came"] == "Too few to say"


@pytest.mark.parametrize(
    ("rate", "words"), [(100, "Nearly all"), (95, "about 95 in 100"), (0, "Nearly none")]
)
def test_a_rounded_share_is_never_said_to_be_the_whole(client, kin, lea, rate, words):
    event = over(kin)
    counted(event, show_rate=rate)
    assert rows(page(client, event))["Of those with a seat, came"] == words


def test_the_chart_says_in_words_what_it_draws(client, kin, lea):
    event = over(kin)
    counted(event)
    drawn = _of(page(client, event))
    names = re.search(r'role="img" aria-labelledby="([^"]+)"', drawn)[1].split()
    said = [re.search(rf'id="{name}">([^<]+)<', drawn)[1] for name in names]
    words = "Had a seat: 40; Came: 30; Came without a seat: Fewer than 10"
    assert said == ["Who came, as bars", words]
    heights = re.findall(r'class="chart-first"[^>]* height="([\d.]+)"', drawn)
    assert heights == ["200.0", "150.0", "2.0"]


def test_the_score_stands_there_once_five_have_given_one(client, kin, lea):
    event = over(kin)
    assert "There is no score yet." in text(page(client, event))
    factories.box(event, released=5)
    assert "Recommend score, -100 to 100 100" in text(page(client, event))


def test_before_it_is_counted_it_says_when_it_will_be(client, kin, lea):
    starts = dt.datetime(2026, 3, 3, 20, tzinfo=dt.UTC)
    event = over(kin, starts=starts)
    assert "after Tuesday, March 3, 2026, 8 p.m., Denver time" in text(page(client, event))
    online = over(kin, starts=starts, format="online")
    assert "after Tuesday, March 17, 2026, 3 p.m., Denver time" in text(page(client, online))


def test_what_is_to_come_or_was_cancelled_says_so(client, kin, lea):
    assert "It is not over yet." in text(page(client, factories.event(kin)))
    cancelled = over(kin, status="cancelled", cancelled=timezone.now())
    assert "there is nothing to count" in text(page(client, cancelled))


def test_leads_of_a_group_that_holds_it_too_read_it_and_of_others_do_not(client, kin, lea):
    host = factories.brg()
    event = over(host)
    counted(event)
    assert page(client, event).status_code == 404
    row = CoHost.objects.create(event=event, brg=kin)
    assert page(client, event).status_code == 404
    row.accepted = timezone.now()
    row.save()
    response = page(client, event)
    assert rows(response)["Came"] == "30"
    assert f'href="{event.get_absolute_url()}"' in _of(response)
    assert "/feedback/" not in _of(response)


def test_leads_of_a_chapter_that_holds_it_too_read_it(client, kin):
    chapter = factories.chapter(kin, slug="denver")
    client.force_login(factories.chapter_lead(chapter))
    event = over(factories.brg())
    counted(event)
    address = f"/manage/kin/chapters/denver/events/{event.pk}/summary/"
    CoHost.objects.create(event=event, brg=factories.brg(), accepted=timezone.now())
    assert client.get(address).status_code == 404
    CoHost.objects.create(event=event, brg=kin, chapter=chapter, accepted=timezone.now())
    assert rows(client.get(address))["Came"] == "30"


def test_leads_find_it_beside_their_event_once_it_has_begun(client, kin, lea):
    link = "How it went"
    assert link in text(client.get(over(kin).get_workspace_url()))
    assert link not in text(client.get(factories.event(kin).get_workspace_url()))
