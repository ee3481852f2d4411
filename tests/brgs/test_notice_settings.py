"""The page on which a person says how they want to be told."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from accounts.visibility import Visibility
from notices.models import Choice, Delivery, Mailbox, key_of
from tests import factories

pytestmark = pytest.mark.django_db

PAGE = "/me/notices/settings/"
KINDS = ["news", "welcome", "post", "term", "event", "day_before", "soon", "approval", "question"]


@pytest.fixture
def alice(client):
    person = factories.person(email="alice@example.com", time_zone="America/Denver")
    client.force_login(person)
    return person


@pytest.fixture
def group(alice):
    group = factories.brg(name="Gardeners", acronym="Gardeners")
    factories.membership(alice, group)
    return group


@pytest.fixture
def private(alice):
    group = factories.brg(name="Private", acronym="P", default_visibility=Visibility.ONLY_ME)
    factories.membership(alice, group, Visibility.ONLY_ME)
    return group


def filled(**changed):
    """The form as it comes, with what is changed in it."""
    as_it_comes = {f"kind_{kind}": "at_once" for kind in KINDS} | {"calendar_mail": "on"}
    hours = {"quiet": "on", "quiet_begins": "20:00", "quiet_ends": "07:00"}
    return {
        name: value for name, value in (as_it_comes | hours | changed).items() if value is not None
    }


def of(brg):
    return f"group_{brg.pk}"


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def chosen(person):
    rows = Choice.objects.filter(person=person).values_list("kind", "topic", "delivery")
    return {kind or topic: delivery for kind, topic, delivery in rows if delivery != "at_once"}


def test_begins_with_everything_at_once_and_quiet_nights(client, group):
    form = client.get(PAGE).context["form"]
    assert {form[f"kind_{kind}"].value() for kind in KINDS} == {"at_once"}
    assert form[of(group)].value() == "by_kind"
    assert (form["quiet"].value(), form["names_groups"].value()) == (True, False)
    page = client.get(PAGE).content.decode()
    assert 'value="20:00"' in page
    assert 'value="07:00"' in page


def test_keeps_what_was_chosen_and_shows_it_again(client, alice, group):
    sent = filled(kind_news="weekly", quiet_begins="22:30", names_groups="on")
    response = client.post(PAGE, sent | {of(group): "portal"})
    assert response["Location"] == PAGE
    assert chosen(alice) == {"news": "weekly", key_of(group): "portal"}
    box = Mailbox.objects.get(person=alice)
    assert (box.quiet, box.quiet_begins, box.names_groups) == (True, dt.time(22, 30), True)
    form = client.get(PAGE).context["form"]
    assert (form["kind_news"].value(), form[of(group)].value()) == ("weekly", "portal")


def test_what_is_chosen_for_a_group_can_be_given_up(client, alice, group):
    Choice.objects.create(person=alice, topic=key_of(group), delivery="portal")
    client.post(PAGE, filled() | {of(group): "by_kind"})
    assert chosen(alice) == {}


def test_quiet_hours_can_be_turned_off(client, alice):
    client.post(PAGE, filled(quiet=None))
    assert not Mailbox.objects.get(person=alice).quiet


def test_entries_in_the_calendar_can_be_turned_off(client, alice):
    assert client.get(PAGE).context["form"]["calendar_mail"].value() is True
    client.post(PAGE, filled(calendar_mail=None))
    assert not Mailbox.objects.get(person=alice).calendar_mail
    assert client.get(PAGE).context["form"]["calendar_mail"].value() is False


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind_news": "hourly"},
        {"kind_news": None},
        {"quiet_begins": "late"},
        {"quiet_ends": ""},
        {"quiet_begins": "07:00", "quiet_ends": "07:00"},
    ],
)
def test_refuses_what_is_no_choice_and_keeps_nothing(client, alice, wrong):
    response = client.post(PAGE, filled(**wrong))
    assert response.status_code == 422
    assert "Please look at one thing" in words(response)
    assert not Choice.objects.exists()
    assert not Mailbox.objects.exists()


def test_hours_that_begin_when_they_end_are_no_matter_while_they_are_off(client, alice):
    sent = filled(quiet=None, quiet_begins="07:00", quiet_ends="07:00")
    assert client.post(PAGE, sent).status_code == 302


def test_takes_no_choice_about_what_always_comes(client, alice):
    client.post(PAGE, filled() | {"kind_privacy": "portal"})
    assert chosen(alice) == {}
    page = words(client.get(PAGE))
    assert "Your privacy A group became more private" in page
    assert "Signing in Links to set a password" in page


def test_takes_no_choice_about_a_group_of_others(client, alice):
    other = factories.brg()
    client.post(PAGE, filled() | {of(other): "portal"})
    assert chosen(alice) == {}


def test_lists_ones_own_groups_by_name(client, alice, group):
    before = factories.brg(name="Bakers", acronym="Bakers")
    factories.membership(alice, before)
    left = factories.brg()
    factories.membership(alice, left, left=timezone.now())
    archived = factories.brg(status="archived")
    factories.membership(alice, archived)
    factories.membership(factories.person(), factories.brg())
    form = client.get(PAGE).context["form"]
    assert list(form.groups.values()) == [before, group]


def test_lists_a_group_that_one_has_chosen_about_without_belonging(client, alice, group):
    told_once, draft = factories.brg(), factories.brg(status="draft", published=None)
    for brg in (told_once, draft):
        Choice.objects.create(person=alice, topic=key_of(brg), delivery="portal")
    Choice.objects.create(person=alice, topic="brg:0", delivery="portal")
    form = client.get(PAGE).context["form"]
    assert set(form.groups.values()) == {group, told_once}
    client.post(PAGE, filled() | {of(group): "by_kind", of(told_once): "daily"})
    kept = {key_of(told_once): "daily", key_of(draft): "portal", "brg:0": "portal"}
    assert chosen(alice) == kept


def test_private_groups_are_folded_and_the_fold_is_on_everybodys_page(client, alice, private):
    page = client.get(PAGE).content.decode()
    assert re.findall(r"<details.*?</details>", page, re.DOTALL)[0].count("Private") == 1
    assert page.count(">Private<") == 1
    client.force_login(factories.person())
    assert "Show groups that are kept private" in words(client.get(PAGE))


def test_names_the_persons_own_time_zone(client, alice):
    assert "your time zone, America/Denver." in words(client.get(PAGE))


def test_says_that_the_portal_is_enough_without_a_work_email(client, alice):
    assert "You have no work e-mail" not in words(client.get(PAGE))
    assert "by mail to alice@example.com" in words(client.get(PAGE))
    client.force_login(factories.person(email=None))
    page = words(client.get(PAGE))
    assert "Every notice stands in the portal, and that is enough." in page
    assert "You have no work e-mail on record, so no mail is sent." in page


@pytest.mark.parametrize("size", [1, 3])
def test_asks_no_more_for_more_groups(client, alice, size, django_assert_num_queries):
    for _ in range(size):
        factories.membership(alice, factories.brg())
        Choice.objects.create(person=alice, topic=key_of(factories.brg()), delivery=Delivery.PORTAL)
    client.get(PAGE)
    # The session, the person, their choices, their mailbox, their groups, and other groups.
    with django_assert_num_queries(6):
        client.get(PAGE)
