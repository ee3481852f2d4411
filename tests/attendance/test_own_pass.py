"""The page of one's own pass, and what the event's page says of the door."""

import datetime as dt
import re

import pytest
import zxingcpp
from django.utils import timezone
from PIL import Image, ImageDraw

from attendance import actions
from attendance.models import Pass
from tests import factories
from tests.attendance.conftest import at_the_door
from tests.attendance.doors import code_of, going, said, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(client):
    person = factories.person()
    client.force_login(person)
    return person


def address(event):
    return f"/me/events/{event.pk}/pass/"


def picture_of(html, scale=6):
    """What the drawing on a page looks like, from the shapes that stand there."""
    size = int(re.search(r'viewBox="0 0 (\d+) \1" role="img"', html)[1])
    path = re.search(r'class="pass-ink" d="([^"]+)"', html)[1]
    picture = Image.new("L", (size * scale, size * scale), 255)
    pen = ImageDraw.Draw(picture)
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path):
        left, top, length = int(x) * scale, int(y) * scale, int(length) * scale
        pen.rectangle([left, top, left + length - 1, top + scale - 1], fill=0)
    return picture


def test_looking_makes_nothing_and_the_button_does(client, event, anna):
    assert "Make my pass" in text(client.get(address(event)))
    assert not Pass.objects.exists()
    response = client.post(address(event))
    assert response["Location"] == address(event)
    code = Pass.objects.get().code
    assert f"{code[:4]} {code[4:]}" in text(client.get(address(event)))


def test_a_camera_reads_the_address_of_the_code_off_the_drawing(client, event, anna, settings):
    settings.SITE_URL = "https://portal.example.com"
    code = code_of(event, anna)
    html = client.get(address(event)).content.decode()
    (found,) = zxingcpp.read_barcodes(picture_of(html))
    assert found.text == f"https://portal.example.com/events/{event.pk}/door/?code={code}"
    assert actions.person_of_code(event, found.text) == anna


def test_the_address_on_the_drawing_leads_to_the_door_with_the_code(client, event, anna, lea):
    code = code_of(event, anna)
    html = client.get(address(event)).content.decode()
    (found,) = zxingcpp.read_barcodes(picture_of(html))
    client.force_login(lea)
    page = client.get(found.text[found.text.index("/events/") :], follow=True)
    assert f'value="{code}"' in page.content.decode()


def test_ones_pass_is_ones_own(client, event, anna):
    other = code_of(event, factories.person())
    html = client.get(address(event)).content.decode()
    assert other[:4] not in html
    assert "Make my pass" in html


@pytest.mark.parametrize(
    ("level", "default", "is_named"),
    [
        (None, "members", True),
        ("members", "members", True),
        ("only_me", "members", False),
        (None, "only_me", False),
    ],
)
def test_what_is_shown_at_a_door_does_not_say_where_one_belongs(
    client, kin, anna, level, default, is_named
):
    type(kin).objects.update(default_visibility=default)
    kin.refresh_from_db()
    event = at_the_door(kin)
    if level:
        factories.membership(anna, kin, level)
    code_of(event, anna)
    page = client.get(address(event)).content.decode()
    assert (event.title in page, event.slug in page) == (is_named, is_named)
    assert kin.acronym not in page


NO_PASS = {
    "cancelled": {"status": "cancelled", "cancelled": timezone.now()},
    "over": {"starts": timezone.now() - dt.timedelta(hours=9)},
}


@pytest.mark.parametrize("kind", NO_PASS)
def test_there_is_none_for_what_is_not_on(client, kin, anna, kind):
    event = at_the_door(kin, **NO_PASS[kind])
    Pass.objects.create(event=event, person=anna, code="BCDFGHJK")
    page = text(client.get(address(event)))
    assert "There is no pass for this event any more" in page
    assert "BCDF" not in page
    response = client.post(address(event))
    assert said(response) == ["This event does not take place any more, or is over."]


@pytest.mark.parametrize("facts", [{"audience": "members"}, {"status": "draft", "published": None}])
def test_what_is_not_for_one_does_not_exist(client, kin, anna, facts):
    event = at_the_door(kin, **facts)
    missing = client.get("/me/events/999999999/pass/")
    for response in (client.get(address(event)), client.post(address(event))):
        assert response.status_code == missing.status_code == 404


def test_says_that_one_is_checked_in(client, event, anna, lea):
    actions.check_in(event=event, by=lea, person=anna, method="code")
    assert "You are checked in" in text(client.get(address(event)))


# On the event's page


def test_the_event_leads_to_the_pass_where_people_meet(client, kin, anna):
    here, online = at_the_door(kin), at_the_door(kin, format="online")
    link = "My pass for the door"
    assert link in text(client.get(here.get_absolute_url()))
    assert link not in text(client.get(online.get_absolute_url()))
    teaser = at_the_door(kin, audience="members")
    assert link not in text(client.get(teaser.get_absolute_url()))
    over = at_the_door(kin, starts=timezone.now() - dt.timedelta(hours=2))
    assert link not in text(client.get(over.get_absolute_url()))


def test_the_event_leads_helpers_to_the_door_while_it_is_open(client, kin, lea, anna):
    event, later = at_the_door(kin), factories.event(kin)
    link = "Check people in"
    assert link not in text(client.get(event.get_absolute_url()))
    for each in (event, later):
        actions.add_helper(event=each, by=lea, person=anna)
    assert link in text(client.get(event.get_absolute_url()))
    assert link not in text(client.get(later.get_absolute_url()))


@pytest.mark.parametrize(
    ("hours", "words"), [(-3, "You were there."), (-0.5, "You are checked in.")]
)
def test_the_event_says_to_oneself_that_one_was_there(client, kin, lea, anna, hours, words):
    event = at_the_door(kin, starts=timezone.now() + dt.timedelta(hours=hours))
    ben = going(event)
    assert words not in text(client.get(event.get_absolute_url()))
    actions.check_in(event=event, by=lea, person=anna, method="code")
    assert words in text(client.get(event.get_absolute_url()))
    client.force_login(ben)
    assert words not in text(client.get(event.get_absolute_url()))
    client.logout()
    type(event).objects.update(audience="public")
    assert words not in text(client.get(event.get_absolute_url()))


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_asks_as_much_with_few_as_with_many(
    client, event, anna, count, django_assert_num_queries
):
    code_of(event, anna)
    for _ in range(count):
        code_of(event, factories.person())
    client.get(address(event))
    with django_assert_num_queries(6):
        client.get(address(event))


# In one's own data


def test_ones_own_data_says_who_sees_it_as_it_was_when_one_answered(client, event, anna, lea):
    joint = factories.brg()
    factories.cohost(event, joint)
    factories.membership(anna, event.brg, "everyone")
    factories.rsvp(event, anna)
    factories.membership(anna, joint, "only_me", joined=timezone.now())
    actions.check_in(event=event, by=lea, person=anna, method="code")
    file = client.get("/me/privacy/my-data.csv").getvalue().decode()
    named = f"{event.title}, {event.brg.name}"
    assert f'"Was at an event, pass, by its code","{named}","every employee"' in file


def test_what_is_kept_of_oneself_stands_in_ones_own_data(client, event, anna, lea):
    factories.membership(anna, event.brg, "only_me")
    code = code_of(event, anna)
    actions.add_helper(event=event, by=lea, person=anna)
    actions.check_in(event=event, by=lea, person=anna, method="code")
    file = client.get("/me/privacy/my-data.csv").getvalue().decode()
    named = f"{event.title}, {event.brg.name}"
    assert f'"Was at an event, walk-in","{named}","nobody. You are only counted"' in file
    assert f'"Pass","{code}, {named}","Only me"' in file
    assert f'"Helps at a door","{named}","The leads of the event"' in file


def test_nothing_of_others_stands_there(client, event, anna, lea):
    ben = going(event)
    code = code_of(event, ben)
    actions.check_in(event=event, by=lea, person=ben, method="code")
    file = client.get("/me/privacy/my-data.csv").getvalue().decode()
    assert event.title not in file
    assert code not in file
