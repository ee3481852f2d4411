"""The pages and forms of a membership, as people use them."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection

from accounts.visibility import Visibility
from brgs import actions
from brgs.models import BRG, FormerSlug, Membership
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client):
    person = factories.person()
    client.force_login(person)
    return person


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_joining_with_the_default(client, alice):
    group = factories.brg(default_visibility=Visibility.ONLY_ME)
    page = client.get(f"/groups/{group.slug}/join/")
    assert page.context["form"]["visibility"].value() == Visibility.ONLY_ME
    answer = client.post(f"/groups/{group.slug}/join/", {"visibility": "only_me"})
    assert answer.url == f"/groups/{group.slug}/"
    assert said(answer) == ["Welcome! You belong now. Who can see it: Only me."]
    assert Membership.objects.get().visibility == "only_me"


def test_a_message_names_no_group(client, alice):
    """It travels in a cookie, on a shared device."""
    group = factories.brg()
    for step, data in (("join", {"visibility": "leads"}), ("leave", {})):
        answer = client.post(f"/groups/{group.slug}/{step}/", data)
        assert group.short_name not in str(answer.cookies)
        assert said(answer)


def test_opening_the_form_joins_nobody(client, alice):
    group = factories.brg()
    for step in ("join", "leave", "visibility"):
        client.get(f"/groups/{group.slug}/{step}/")
    assert not Membership.objects.exists()


@pytest.mark.parametrize("choice", ["", "friends", "EVERYONE", "only_me\x00"])
def test_a_join_without_a_choice_is_asked_again(client, alice, choice):
    group = factories.brg()
    answer = client.post(f"/groups/{group.slug}/join/", {"visibility": choice})
    assert answer.status_code == 422
    assert answer.context["form"].errors["visibility"]
    assert not Membership.objects.exists()


def test_a_double_click_is_harmless(client, alice):
    group = factories.brg()
    for _ in range(2):
        answer = client.post(f"/groups/{group.slug}/join/", {"visibility": "leads"})
        assert answer.url == f"/groups/{group.slug}/"
    assert Membership.objects.count() == 1


def test_who_joins_again_is_told_that_nothing_changed(client, alice):
    group = factories.brg()
    factories.membership(alice, group, Visibility.EVERYONE)
    answer = client.post(f"/groups/{group.slug}/join/", {"visibility": "leads"})
    assert said(answer) == ["You already belong. Nothing has changed."]
    assert Membership.objects.get().visibility == "everyone"


def test_joining_takes_eight_round_trips(client, alice, django_assert_num_queries):
    """Session, person, group; in one transaction the membership, its record and the welcome.

    PostgreSQL writes both rows of the welcome by one statement.
    """
    group = factories.brg()
    client.post(f"/groups/{factories.brg().slug}/join/", {"visibility": "leads"})
    with django_assert_num_queries(8 if connection.vendor == "postgresql" else 9):
        client.post(f"/groups/{group.slug}/join/", {"visibility": "leads"})


def test_leaving_takes_sixteen_round_trips(client, alice, django_assert_num_queries):
    """As joining; then each app is asked what ends with it, which is nothing for most people."""
    group, before = factories.brg(), factories.brg()
    for each in (before, group):
        factories.membership(alice, each)
    client.post(f"/groups/{before.slug}/leave/")
    with django_assert_num_queries(16):
        client.post(f"/groups/{group.slug}/leave/")


def test_somebody_without_an_employee_id_is_told_so(client):
    client.force_login(factories.visitor_account())
    group = factories.brg()
    answer = client.post(f"/groups/{group.slug}/join/", {"visibility": "leads"})
    assert answer.status_code == 403
    assert "Your account has no employee id." in answer.content.decode()
    assert not Membership.objects.exists()


def test_changing_who_sees_it(client, alice):
    group = factories.brg()
    factories.membership(alice, group, Visibility.EVERYONE)
    page = client.get(f"/groups/{group.slug}/visibility/")
    assert page.context["form"]["visibility"].value() == "everyone"
    client.post(f"/groups/{group.slug}/visibility/", {"visibility": "only_me"})
    assert Membership.objects.get().visibility == "only_me"


def test_leaving(client, alice):
    group = factories.brg()
    factories.membership(alice, group)
    answer = client.post(f"/groups/{group.slug}/leave/")
    assert said(answer) == ["You have left. Nobody is told."]
    assert not Membership.objects.current().exists()


def test_the_only_lead_is_told_what_to_do_instead(client):
    group = factories.brg()
    client.force_login(factories.lead(group))
    answer = client.post(f"/groups/{group.slug}/leave/")
    assert "Hand the post over first" in said(answer)[0]
    assert Membership.objects.current().exists()


@pytest.mark.parametrize("step", ["", "join/", "leave/", "visibility/", "members/"])
def test_an_old_address_leads_to_the_present_one(client, alice, step):
    group = factories.brg()
    FormerSlug.objects.create(brg=group, slug="old-name")
    answer = client.get(f"/groups/old-name/{step}?after=x")
    assert (answer.status_code, answer.url) == (307, f"/groups/{group.slug}/{step}?after=x")


@pytest.mark.parametrize("status", [BRG.Status.DRAFT, BRG.Status.PAUSED, BRG.Status.ARCHIVED])
def test_an_old_address_of_a_group_that_is_not_shown_is_404(client, alice, status):
    FormerSlug.objects.create(brg=factories.brg(status=status), slug="old-name")
    assert client.get("/groups/old-name/").status_code == 404


def test_a_member_of_an_archived_group_can_still_leave(client, alice):
    group = factories.brg(status=BRG.Status.ARCHIVED)
    factories.membership(alice, group)
    assert client.get(f"/groups/{group.slug}/").status_code == 404
    assert client.get(f"/groups/{group.slug}/leave/").status_code == 200
    client.post(f"/groups/{group.slug}/leave/")
    assert not Membership.objects.current().exists()


def test_a_paused_group_is_read_by_its_members_alone(client, alice):
    group = factories.brg(status=BRG.Status.PAUSED)
    assert client.get(f"/groups/{group.slug}/").status_code == 404
    factories.membership(alice, group)
    assert client.get(f"/groups/{group.slug}/").status_code == 200


def names(answer):
    return [person["name"] for person in answer.context["people"]]


def test_members_are_listed_by_name_and_undated(client, alice):
    group = factories.brg()
    for name in ("Zoë", "Álvaro", "bell", "Ana"):
        factories.membership(factories.person(legal_name=name), group, Visibility.EVERYONE)
    assert names(client.get(f"/groups/{group.slug}/members/")) == ["Álvaro", "Ana", "bell", "Zoë"]


def test_the_members_page_goes_on_where_it_ended(client, alice, monkeypatch):
    monkeypatch.setattr("brgs.views.MEMBERS_A_PAGE", 2)
    group = factories.brg()
    for name in "ABC":
        factories.membership(factories.person(legal_name=name), group, Visibility.EVERYONE)
    first = client.get(f"/groups/{group.slug}/members/")
    second = client.get(f"/groups/{group.slug}/members/{first.context['next_url']}")
    assert (names(first), names(second)) == (["A", "B"], ["C"])
    assert second.context["start_url"] == f"/groups/{group.slug}/members/"


def test_my_groups_shows_what_i_belong_to_and_what_i_left(client, alice):
    now, past = factories.brg(), factories.brg()
    factories.membership(alice, now, Visibility.ONLY_ME)
    factories.membership(alice, past, left=factories.timezone.now())
    factories.membership(factories.person(), factories.brg(), Visibility.EVERYONE)
    page = client.get("/me/groups/").context
    assert [row.brg for row in page["current"]] == [now]
    assert [row.brg for row in page["past"]] == [past]


def test_a_form_that_lay_open_while_the_group_became_sensitive_is_asked_again(client, alice):
    group = factories.brg(default_visibility=Visibility.LEADS)
    form = client.get(f"/groups/{group.slug}/join/").context["form"]
    typed = {"visibility": "leads", "offered": form["offered"].value()}
    BRG.objects.update(default_visibility=Visibility.ONLY_ME)
    answer = client.post(f"/groups/{group.slug}/join/", typed)
    assert answer.status_code == 422
    assert "Choose once more" in str(answer.context["form"].errors["visibility"])
    assert not Membership.objects.exists()
    again = {"visibility": "leads", "offered": answer.context["form"]["offered"].value()}
    client.post(f"/groups/{group.slug}/join/", again)
    assert Membership.objects.get().visibility == "leads"


def test_who_was_moved_down_is_told_until_they_choose(client, alice):
    group = factories.brg()
    factories.membership(alice, group, Visibility.LEADS)
    group.default_visibility = Visibility.ONLY_ME
    actions.save_brg(brg=group, by=factories.superuser(), version=1)
    sentence = "This group became more private"
    assert sentence in client.get("/me/groups/").content.decode()
    client.post(f"/groups/{group.slug}/visibility/", {"visibility": "only_me"})
    assert sentence not in client.get("/me/groups/").content.decode()


def test_who_was_hidden_before_is_told_nothing(client, alice):
    group = factories.brg()
    factories.membership(alice, group, Visibility.ONLY_ME)
    group.default_visibility = Visibility.ONLY_ME
    actions.save_brg(brg=group, by=factories.superuser(), version=1)
    assert "became more private" not in client.get("/me/groups/").content.decode()


def test_leaving_what_one_never_joined_says_so(client, alice):
    answer = client.post(f"/groups/{factories.brg().slug}/leave/")
    assert said(answer) == ["You are not a member of this group."]
