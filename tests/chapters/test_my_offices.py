"""One's own posts: offers with what they mean, taking, declining, resigning."""

import datetime as dt
import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from accounts.visibility import Visibility
from brgs.models import BRG, Membership, Officer
from chapters.models import ChapterMembership, ChapterOfficer
from tests import factories

pytestmark = pytest.mark.django_db

PUBLIC = "your name is shown to every employee"


def day(number):
    return factories.today() + dt.timedelta(days=number)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def words_of(response):
    main = response.content.decode().partition("<main")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


@pytest.fixture
def group():
    return factories.brg(name="Kin of all", acronym="KIN")


@pytest.fixture
def alice(client):
    person = factories.person(legal_name="Alice Asked")
    client.force_login(person)
    return person


def offered(person, group, role="chair", **fields):
    return factories.officer(person, group, role, accepted=None, **fields)


def url(office):
    kind = "chapter" if isinstance(office, ChapterOfficer) else "group"
    return reverse("me-office", args=[kind, office.pk])


@pytest.fixture
def chapter(group):
    return factories.chapter(group, name="Denver")


# The list


def test_offers_and_posts_of_groups_and_chapters_are_listed(client, alice, group, chapter):
    asked = [offered(alice, group), factories.chapter_officer(alice, chapter, accepted=None)]
    held = [
        factories.officer(alice, group, "events"),
        factories.officer(alice, group, "treasurer", starts=day(5)),
        factories.officer(alice, factories.brg(), ends=day(-5)),
    ]
    factories.officer(alice, group, "secretary", ends=day(0))
    factories.officer(factories.person(), group, "advisor")
    page = client.get(reverse("me-offices"))
    assert [row["office"] for row in page.context["asked"]] == asked
    assert sorted(row["office"].pk for row in page.context["held"]) == [post.pk for post in held]
    assert "Denver (KIN)" in words_of(page)
    assert "You keep the powers as caretaker." in words_of(page)


def test_without_a_post_the_page_says_so(client, alice):
    assert "You hold no post" in words_of(client.get(reverse("me-offices")))


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_asks_no_more_for_more_posts(
    client, alice, group, chapter, size, django_assert_num_queries
):
    for _ in range(size):
        offered(alice, group)
        factories.chapter_officer(alice, chapter)
    client.get(reverse("me-offices"))
    with django_assert_num_queries(4):
        client.get(reverse("me-offices"))


def test_home_says_that_an_offer_waits_and_me_leads_there(client, alice, group, chapter):
    door = reverse("me-offices")
    assert door in client.get("/me/").content.decode()
    assert door not in client.get("/").content.decode()
    office = factories.chapter_officer(alice, chapter, accepted=None)
    assert "You are offered a post." in words_of(client.get("/"))
    office.delete()
    office = offered(alice, group)
    assert "You are offered a post." in words_of(client.get("/"))
    client.post(url(office), {"act": "decline"})
    assert "You are offered a post." not in words_of(client.get("/"))


# One office


@pytest.mark.parametrize(
    "make",
    [
        lambda alice, group: offered(factories.person(), group),
        lambda alice, group: factories.officer(factories.person(), group),
        lambda alice, group: factories.officer(alice, group, "events", ends=day(0)),
        lambda alice, group: offered(alice, group, ends=day(0)),
        lambda alice, group: factories.officer(alice, group, ends=day(-60)),
    ],
)
@pytest.mark.parametrize("act", ["", "accept", "decline", "resign"])
def test_what_is_not_mine_or_is_over_is_404(client, alice, group, make, act):
    office = make(alice, group)
    before = Officer.objects.values().get(pk=office.pk)
    answer = client.post(url(office), {"act": act}) if act else client.get(url(office))
    assert answer.status_code == 404
    assert Officer.objects.values().get(pk=office.pk) == before


@pytest.mark.parametrize("address", ["other/1", "group/0", f"chapter/{10**30}", "group/12345"])
def test_an_address_of_nothing_is_404(client, alice, address):
    assert client.get(f"/me/offices/{address}/").status_code == 404


def test_a_groups_offer_is_not_found_under_chapters(client, alice, group):
    office = offered(alice, group)
    assert client.get(reverse("me-office", args=["chapter", office.pk])).status_code == 404


def test_an_offer_shows_the_role_its_powers_the_term_and_the_note(client, alice, group):
    office = offered(alice, group, note="The keys are in the drawer.")
    text = words_of(client.get(url(office)))
    for words in (
        *("Chair", "Kin of all", "Leads the group and answers for it."),
        *("offers and ends posts", "The keys are in the drawer.", "Take the post", "Decline"),
        "On that day they are gone.",
    ):
        assert words in text
    assert "Resign" not in text


@pytest.mark.parametrize(
    ("seen", "warning"),
    [
        ("everyone", None),
        ("members", "Your membership is seen by members of the group alone."),
        ("leads", "Your membership is seen by the group’s leads alone."),
        ("only_me", "Your membership is seen by only you."),
    ],
)
def test_a_member_is_told_what_a_public_post_shows(client, alice, group, seen, warning):
    factories.membership(alice, group, seen)
    page = client.get(url(offered(alice, group)))
    assert f"As Chair {PUBLIC} during the term" in words_of(page)
    assert ("Warning:" in words_of(page)) == bool(warning)
    if warning:
        assert f"{warning} As Chair {PUBLIC}" in words_of(page)


@pytest.mark.parametrize("choice", ["", "members", "leads", "only_me"])
def test_who_is_no_member_is_warned_by_their_choice_for_all_groups(client, alice, group, choice):
    alice.default_visibility = choice
    alice.save()
    page = client.get(url(offered(alice, group)))
    assert ("Warning:" in words_of(page)) == bool(choice)
    assert f"As Chair {PUBLIC}" in words_of(page)


def test_who_is_no_member_chooses_who_may_see_it_with_the_stricter_default(client, alice, group):
    alice.default_visibility = "only_me"
    alice.save()
    office = offered(alice, group)
    page = client.get(url(office))
    assert page.context["form"]["visibility"].value() == "only_me"
    answer = client.post(url(office), {"act": "accept"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["visibility"]
    assert not Membership.objects.exists()
    answer = client.post(url(office), {"act": "accept", "visibility": "only_me"})
    assert answer.url == url(office)
    assert said(answer) == ["Thank you. The post is yours."]
    assert Membership.objects.get(person=alice).visibility == "only_me"
    assert BRG.objects.led_by(alice).exists()


@pytest.mark.parametrize("role", ["sponsor", "advisor"])
def test_who_stands_beside_the_group_makes_no_choice(client, alice, group, role):
    office = offered(alice, group, role)
    assert client.get(url(office)).context["form"] == ""
    client.post(url(office), {"act": "accept"})
    office.refresh_from_db()
    assert office.accepted
    assert not Membership.objects.exists()


def test_taking_twice_is_harmless(client, alice, group):
    office = offered(alice, group)
    for _ in range(2):
        answer = client.post(url(office), {"act": "accept", "visibility": "leads"})
        assert answer.url == url(office)
    assert Membership.objects.count() == 1


def test_declining_asks_no_reason(client, alice, group):
    office = offered(alice, group)
    answer = client.post(url(office), {"act": "decline"})
    assert answer.url == reverse("me-offices")
    assert said(answer) == ["You have declined. No reason is asked."]
    assert not Officer.objects.exists()


def test_a_post_that_is_taken_leads_to_the_workspace_while_it_has_powers(client, alice, group):
    chair = factories.officer(alice, group)
    events = factories.officer(alice, group, "events")
    assert "Open the workspace" in words_of(client.get(url(chair)))
    assert "Open the workspace" not in words_of(client.get(url(events)))
    Officer.objects.update(starts=day(1))
    assert "Open the workspace" not in words_of(client.get(url(chair)))


def test_resigning_is_asked_first(client, alice, group):
    office = factories.officer(alice, group)
    factories.lead(group)
    page = client.get(url(office) + "?act=resign")
    assert "Resign as Chair of Kin of all?" in words_of(page)
    assert 'name="act" value="resign"' in page.content.decode()
    assert BRG.objects.led_by(alice).exists()
    answer = client.post(url(office) + "?act=resign", {"act": "resign"})
    assert answer.url == reverse("me-offices")
    assert not BRG.objects.led_by(alice).exists()


def test_a_caretaker_gives_the_powers_back(client, alice, group):
    office = factories.officer(alice, group, ends=day(-5))
    client.post(url(office), {"act": "resign"})
    assert not BRG.objects.led_by(alice).exists()
    assert client.get(url(office)).status_code == 404


def test_the_last_lead_reads_the_way_out(client, alice, group):
    office = factories.officer(alice, group)
    answer = client.post(url(office), {"act": "resign"})
    assert answer.url == url(office)
    assert "Hand the post over first" in said(answer)[0]
    assert BRG.objects.led_by(alice).exists()


def test_an_offer_is_not_resigned_from(client, alice, group):
    office = offered(alice, group)
    assert client.post(url(office), {"act": "resign"}).url == url(office)
    assert list(Officer.objects.offered()) == [office]


@pytest.mark.parametrize("act", ["", "accepted", "\x00", "end"])
def test_what_is_no_act_changes_nothing(client, alice, group, act):
    office = offered(alice, group)
    assert client.post(url(office), {"act": act, "visibility": "leads"}).url == url(office)
    assert list(Officer.objects.offered()) == [office]


def test_a_refusal_is_said(client, alice, group):
    office = offered(alice, group)
    BRG.objects.update(status="paused")
    answer = client.post(url(office), {"act": "accept", "visibility": "leads"})
    assert answer.url == url(office)
    assert said(answer) == ["This group is not taking new members at the moment."]


def test_a_message_names_nothing(client, alice, group):
    office = offered(alice, group)
    answer = client.post(url(office), {"act": "accept", "visibility": "leads"})
    assert said(answer)
    for word in ("KIN", "Kin of", "Chair"):
        assert word not in str(answer.cookies)


# Chapters


def test_taking_a_chapters_post_from_another_chapter_says_that_one_moves(
    client, alice, group, chapter
):
    before = factories.chapter(group, name="Portland")
    factories.chapter_membership(factories.membership(alice, group), before)
    office = factories.chapter_officer(alice, chapter, accepted=None)
    text = words_of(client.get(url(office)))
    assert "You are in the chapter Portland now." in text
    BRG.objects.update(status="paused")
    assert "Portland" not in words_of(client.get(url(office)))
    BRG.objects.update(status="active")
    client.post(url(office), {"act": "accept"})
    assert ChapterMembership.objects.current().get().chapter == chapter
    assert "Portland" not in words_of(client.get(url(office)))


def test_a_post_in_ones_own_chapter_moves_nobody(client, alice, group, chapter):
    factories.chapter_membership(factories.membership(alice, group), chapter)
    office = factories.chapter_officer(alice, chapter, accepted=None)
    assert "Taking the post moves you" not in words_of(client.get(url(office)))


def test_a_post_in_a_proposed_chapter_can_be_answered(client, alice, group):
    proposed = factories.chapter(group, status="proposed")
    office = factories.chapter_officer(alice, proposed, accepted=None)
    assert client.get(url(office)).status_code == 200
    client.post(url(office), {"act": "accept", "visibility": "leads"})
    office.refresh_from_db()
    assert office.accepted
    assert "Open the workspace" not in words_of(client.get(url(office)))
    assert "A year from the day on which the chapter opens" in words_of(client.get(url(office)))


def test_a_chapters_post_joins_the_group_with_the_choice(client, alice, group, chapter):
    office = factories.chapter_officer(alice, chapter, accepted=None)
    client.post(url(office), {"act": "accept", "visibility": Visibility.MEMBERS})
    assert Membership.objects.get(person=alice).visibility == "members"
    assert ChapterMembership.objects.current().get().chapter == chapter
    assert (
        reverse("manage-chapter", args=[group.slug, chapter.slug])
        in client.get(url(office)).content.decode()
    )
