"""The members' part of the workspace: the roster's page and removal for cause."""

import datetime as dt
import re
import time

import pytest
from django.contrib.messages import get_messages

from accounts.visibility import Visibility
from audit.models import AuditEvent
from brgs.actions import publish_figures
from brgs.models import Membership, Officer
from chapters.models import ChapterMembership
from tests import factories

pytestmark = pytest.mark.django_db

SENTENCE = "Only people who chose to be seen by leads are listed. Others may belong too."


@pytest.fixture
def group():
    return factories.brg(slug="kin")


@pytest.fixture
def lead(client, group):
    person = factories.lead(group, legal_name="Lea Lead")
    client.force_login(person)
    return person


def confirm(client, person):
    """Let the session be of somebody who has just typed the password again."""
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()


@pytest.fixture
def confirmed(client, lead):
    confirm(client, lead)
    return lead


def belongs(group, name, visibility=Visibility.MEMBERS, chapter=None, **fields):
    person = factories.person(legal_name=name, **fields)
    row = factories.membership(person, group, visibility)
    if chapter:
        factories.chapter_membership(row, chapter)
    return person


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def names_on(response):
    return [person["name"] for person in response.context["people"]]


# The roster


def test_lists_by_name_what_people_say_of_themselves_and_no_dates(client, group, lead):
    denver = factories.chapter(group, name="In Denver")
    region = factories.region(name="Colorado")
    about = {"pronouns": "she/her", "job_title": "Nurse", "region": region}
    belongs(group, "Legal Ana", chapter=denver, preferred_name="Ána", **about)
    belongs(group, "Ab")

    page = client.get("/manage/kin/members/")

    assert names_on(page) == ["Ab", "Ána", "Lea Lead"]
    words = text_of(page)
    assert "Ána she/her Nurse Colorado · Chapter In Denver" in words
    assert SENTENCE in words
    assert "Legal Ana" not in words
    assert not re.search(r"\b(19|20)\d\d\b", words.partition("People")[2].partition("More")[0])


def test_shows_the_published_figure(client, group, lead):
    publish_figures()

    assert "Fewer than 10 members" in text_of(client.get("/manage/kin/members/"))


@pytest.mark.parametrize("people", [1, 3])
def test_asks_the_database_as_often_for_one_member_as_for_three(
    client, group, lead, people, django_assert_num_queries
):
    for number in range(people):
        region = factories.region()
        belongs(group, f"P{number}", chapter=factories.chapter(group), region=region)
    client.get("/manage/kin/members/")

    with django_assert_num_queries(7):
        client.get("/manage/kin/members/?q=p&region=&chapter=")


def test_narrows_and_keeps_what_was_asked(client, group, lead, monkeypatch):
    monkeypatch.setattr("chapters.manage_members.MEMBERS_A_PAGE", 2)
    region = factories.region(slug="colorado")
    denver = factories.chapter(group, slug="denver")
    for name in ("Ana", "Anb", "Anc", "Ben"):
        belongs(group, name, chapter=denver, region=region)
    belongs(group, "Ann")

    page = client.get("/manage/kin/members/?q=an&region=colorado&chapter=denver")

    assert names_on(page) == ["Ana", "Anb"]
    assert page.context["next_url"].startswith("?q=an&region=colorado&chapter=denver&after=")
    further = client.get("/manage/kin/members/" + page.context["next_url"])
    assert names_on(further) == ["Anc"]
    assert further.context["start_url"] == "?q=an&region=colorado&chapter=denver"
    assert further.context["search"]["q"].value() == "an"


@pytest.mark.parametrize(
    "query",
    ["region=nowhere", "chapter=far", "q=%00", "q=" + "x" * 5000, "after=%00", "after=nobody"]
    + ["region=%F0%9F%92%A9&chapter=%00", "q=" + "a+" * 3000],
)
def test_whatever_is_asked_is_answered(client, group, lead, query):
    assert client.get(f"/manage/kin/members/?{query}").status_code == 200


def test_a_choice_that_is_none_narrows_nothing(client, group, lead):
    factories.chapter(factories.brg(), slug="far")

    assert names_on(client.get("/manage/kin/members/?chapter=far&region=x")) == ["Lea Lead"]


def test_says_where_nobody_matches_and_leads_back(client, group, lead):
    page = client.get("/manage/kin/members/?q=zzz")

    assert "Nobody whom you may see matches." in text_of(page)
    assert page.context["clear_url"] == "/manage/kin/members/"


def test_a_lead_cannot_remove_themself_from_the_list(client, group, lead):
    belongs(group, "Ana")

    page = client.get("/manage/kin/members/").content.decode()

    assert page.count("/remove/") == 1
    assert f"{lead.public_id}/remove/" not in page


def test_nobody_else_opens_it(client, group, lead):
    other = factories.lead(factories.brg())
    chapter_lead = factories.chapter_lead(factories.chapter(group))
    secretary = belongs(group, "Sam")
    factories.officer(secretary, group, role="secretary")
    for person in (other, chapter_lead, secretary, factories.curator(), factories.superuser()):
        client.force_login(person)
        for page in ("", "export/", f"{lead.public_id}/remove/"):
            assert client.get(f"/manage/kin/members/{page}").status_code == 404


# Hidden and absent look the same


def asked_about(person):
    name = person.name.split()[-1]
    filters = f"region={person.region.slug}&chapter=denver"
    queries = ("", f"?q={name}", f"?{filters}", f"?q={name}&{filters}")
    return [f"/manage/kin/members/{query}" for query in queries] + [
        f"/manage/kin/members/?after={person.public_id}",
        f"/manage/kin/members/{person.public_id}/remove/",
    ]


def body_of(response):
    body = b"".join(response) if response.streaming else response.content
    return response.status_code, re.sub(rb'csrfmiddlewaretoken" value="\w+"', b"", body)


def everything(client, person):
    answers = {where: body_of(client.get(where)) for where in asked_about(person)}
    answers["file"] = body_of(client.post("/manage/kin/members/export/", {"reason": "Minutes"}))
    return answers


@pytest.mark.parametrize("level", [Visibility.ONLY_ME, Visibility.LEADS])
def test_forty_hidden_members_change_no_byte(client, group, confirmed, level):
    denver, region = factories.chapter(group, slug="denver"), factories.region(slug="colorado")
    belongs(group, "Ana Shown", chapter=denver, region=region)
    hidden = [factories.person(legal_name=f"H{n} Zq{n}", region=region) for n in range(40)]
    client.get("/manage/kin/members/")
    before = everything(client, hidden[7])

    for person in hidden:
        factories.chapter_membership(factories.membership(person, group, level), denver)
    after = everything(client, hidden[7])

    same = {where for where in before if before[where] == after[where]}
    # The control: leads see those who show themselves to leads, on the pages; the file has none.
    assert same == (set(before) if level == Visibility.ONLY_ME else {"file"})


# Removal for cause


@pytest.fixture
def ana(group):
    return belongs(group, "Ana Lima", Visibility.LEADS, factories.chapter(group))


def removal(person):
    return f"/manage/kin/members/{person.public_id}/remove/"


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_asks_to_confirm_the_sign_in_first(client, group, lead, ana):
    for send in (client.get, client.post):
        answer = send(removal(ana))
        assert answer["Location"] == (
            f"/accounts/confirm/?next=%2Fmanage%2Fkin%2Fmembers%2F{ana.public_id}%2Fremove%2F"
        )
    assert Membership.objects.current().filter(person=ana).exists()


def test_the_reason_that_was_typed_is_kept_while_confirming(client, group, lead, ana):
    client.post(removal(ana), {"reason": "Shared names outside."})
    confirm(client, lead)

    assert client.get(removal(ana)).context["form"]["reason"].value() == "Shared names outside."


def test_says_that_the_person_reads_the_reason_and_that_it_is_no_ban(client, group, confirmed, ana):
    words = text_of(client.get(removal(ana)))

    assert "Remove Ana Lima from the group?" in words
    assert "The person reads this" in words
    assert "This is no ban: they can join again." in words


def test_ends_the_membership_and_the_person_reads_why(client, group, confirmed, ana):
    answer = client.post(removal(ana), {"reason": "Shared names\noutside."})

    assert answer["Location"] == "/manage/kin/members/"
    assert said(answer) == ["Removed. The person can read your reason."]
    assert "Ana" not in str(answer.cookies)
    assert not Membership.objects.current().filter(person=ana).exists()
    assert not ChapterMembership.objects.current().exists()
    event = AuditEvent.objects.get(verb="membership.removed")
    assert (event.actor, event.scope) == (confirmed.public_id, f"brg:{group.pk}")
    client.force_login(ana)
    words = text_of(client.get("/me/groups/"))
    assert "A lead ended your membership. The reason that they gave: Shared names outside." in words
    assert "This is no ban. You can join again" in words


def test_who_left_of_their_own_reads_of_no_reason(client, group, lead, ana):
    client.force_login(ana)
    client.post("/groups/kin/leave/")

    assert "A lead ended" not in text_of(client.get("/me/groups/"))


@pytest.mark.parametrize("reason", ["", "   ", "\u200b", "\0", "x" * 301])
def test_a_removal_needs_a_reason_that_can_be_read(client, group, confirmed, ana, reason):
    answer = client.post(removal(ana), {"reason": reason})

    assert answer.status_code == 422
    assert answer.context["form"].errors["reason"]
    assert Membership.objects.current().filter(person=ana).exists()


def test_whom_the_lead_cannot_see_is_not_there(client, group, confirmed):
    hidden = belongs(group, "Ben", Visibility.ONLY_ME)
    for person in (hidden, factories.person()):
        for send in (client.get, client.post):
            assert send(removal(person), {"reason": "x"}).status_code == 404
    assert Membership.objects.current().filter(person=hidden).exists()


def test_oneself_is_led_to_leaving(client, group, confirmed):
    for send in (client.get, client.post):
        assert send(removal(confirmed), {"reason": "x"})["Location"] == "/groups/kin/leave/"
    assert Membership.objects.current().filter(person=confirmed).exists()


def test_a_refusal_is_said_and_keeps_the_reason(client, group, confirmed, ana):
    """A chair whose term is over, as caretaker, removes the one lead in office."""
    factories.officer(ana, group)
    ended = factories.today()
    Officer.objects.filter(person=confirmed).update(role="secretary", ends=None)
    Officer.objects.create(
        brg=group,
        person=confirmed,
        role="co_chair",
        starts=ended,
        stands_in_for=Officer.objects.get(person=ana),
        ends=ended + dt.timedelta(days=365),
        accepted=Officer.objects.get(person=ana).accepted,
    )

    answer = client.post(removal(ana), {"reason": "Shared names outside."})

    assert answer.status_code == 422
    [error] = answer.context["form"].non_field_errors()
    assert "lead" in error
    assert answer.context["form"]["reason"].value() == "Shared names outside."
    assert Membership.objects.current().filter(person=ana).exists()
