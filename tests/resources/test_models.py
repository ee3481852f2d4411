"""Who may open what a group offers, and when it is due to be looked at again."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.visibility import Visibility
from brgs.actions import archive, pause
from chapters.models import ChapterOfficer
from resources.models import Resource
from tests import factories

pytestmark = pytest.mark.django_db

PUBLIC, EMPLOYEES, MEMBERS = "public", "employees", "members"


@pytest.fixture
def group():
    group = factories.brg()
    for audience in (PUBLIC, EMPLOYEES, MEMBERS):
        factories.resource(group, title=audience, audience=audience)
    return group


def opened_by(viewer):
    return {resource.title for resource in Resource.objects.visible_to(viewer)}


def belonging(group, visibility=Visibility.MEMBERS, **fields):
    person = factories.person()
    factories.membership(person, group, visibility, **fields)
    return person


ROLES = {
    "visitor": ({PUBLIC}, lambda group: AnonymousUser()),
    "deactivated": ({PUBLIC}, lambda group: deactivated_member(group)),
    "employee": ({PUBLIC, EMPLOYEES}, lambda group: factories.person()),
    "member": ({PUBLIC, EMPLOYEES, MEMBERS}, belonging),
    "hidden member": (
        {PUBLIC, EMPLOYEES, MEMBERS},
        lambda group: belonging(group, Visibility.ONLY_ME),
    ),
    "lead": ({PUBLIC, EMPLOYEES, MEMBERS}, factories.lead),
    "other lead": ({PUBLIC, EMPLOYEES}, lambda group: factories.lead(factories.brg())),
    "curator": ({PUBLIC, EMPLOYEES}, lambda group: factories.curator()),
    "superuser": ({PUBLIC, EMPLOYEES}, lambda group: factories.superuser()),
}


def deactivated_member(group):
    person = belonging(group)
    person.is_active = False
    person.save()
    return person


@pytest.mark.parametrize("role", ROLES)
def test_each_of_nine_roles_opens_what_is_for_them(group, role):
    expected, make = ROLES[role]
    assert opened_by(make(group)) == expected


def test_an_account_without_an_employee_id_opens_what_is_public(group):
    assert opened_by(factories.visitor_account()) == {PUBLIC}


def test_who_leads_without_belonging_opens_all(group):
    person = factories.person()
    factories.officer(person, group)
    assert opened_by(person) == {PUBLIC, EMPLOYEES, MEMBERS}


def test_an_officer_without_the_power_opens_what_every_employee_opens(group):
    person = factories.person()
    factories.officer(person, group, role="treasurer")
    assert opened_by(person) == {PUBLIC, EMPLOYEES}


@pytest.mark.parametrize(("starts", "ends"), [(-90, 0), (1, 90)])
def test_a_lead_whose_term_is_over_or_to_come_opens_no_more(group, starts, ends):
    person, today = factories.person(), factories.today()
    days = {"starts": today + dt.timedelta(days=starts), "ends": today + dt.timedelta(days=ends)}
    factories.officer(person, group, cut_short=True, **days)
    assert opened_by(person) == {PUBLIC, EMPLOYEES}


def test_a_chapter_lead_opens_it_as_the_member_that_they_are(group):
    person = factories.chapter_lead(factories.chapter(group))
    assert opened_by(person) == {PUBLIC, EMPLOYEES, MEMBERS}
    assert ChapterOfficer.objects.get().person == person


def test_who_has_left_opens_no_more_what_is_for_members(group):
    assert opened_by(belonging(group, left=timezone.now())) == {PUBLIC, EMPLOYEES}


def test_membership_in_one_group_opens_nothing_of_another(group):
    assert opened_by(belonging(factories.brg())) == {PUBLIC, EMPLOYEES}


def test_what_a_draft_offers_is_opened_by_its_leads_alone():
    group = factories.brg(status="draft", published=None)
    factories.resource(group, title=PUBLIC, audience=PUBLIC)
    lead = factories.lead(group)
    assert [opened_by(viewer) for viewer in (lead, factories.person(), AnonymousUser())] == [
        {PUBLIC},
        set(),
        set(),
    ]


def test_what_a_paused_group_offers_is_opened_by_its_members_alone(group):
    member, lead = belonging(group), factories.lead(group)
    pause(brg=group, by=factories.curator())
    assert opened_by(member) == opened_by(lead) == {PUBLIC, EMPLOYEES, MEMBERS}
    assert opened_by(factories.person()) == opened_by(AnonymousUser()) == set()


def test_what_an_archived_group_offered_is_opened_by_nobody_and_kept(group):
    member, lead = belonging(group), factories.lead(group)
    archive(brg=group, by=factories.curator())
    viewers = (member, lead, factories.person(), factories.superuser(), AnonymousUser())
    assert [opened_by(viewer) for viewer in viewers] == [set()] * 5
    assert Resource.objects.filter(brg=group).count() == 3


def test_a_group_is_not_deleted_from_under_its_resources(group):
    with pytest.raises(ProtectedError):
        group.delete()


# Reviews


def test_is_overdue_from_the_day_after_the_review():
    group, today = factories.brg(), factories.today()
    for days in (-1, 0, 1):
        factories.resource(group, title=str(days), review_date=today + dt.timedelta(days=days))
    assert [row.title for row in Resource.objects.overdue_for_review()] == ["-1"]
    assert {row.title: row.is_overdue for row in Resource.objects.all()} == {
        "-1": True,
        "0": False,
        "1": False,
    }
    tomorrow = today + dt.timedelta(days=1)
    assert {row.title for row in Resource.objects.overdue_for_review(tomorrow)} == {"-1", "0"}


# What is never false


@pytest.mark.parametrize(
    "fields",
    [
        {"url": ""},
        {"file": "resources/x.pdf"},
        {"kind": "pdf"},
        {"kind": "pdf", "url": ""},
        {"kind": "pdf", "file": "resources/x.pdf"},
        {"kind": "film", "url": "", "file": "resources/x.pdf"},
        {"audience": "friends"},
    ],
)
def test_is_a_link_or_a_file_for_a_known_audience(fields):
    group = factories.brg()
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.resource(group, **fields)


def test_says_what_it_is_in_words():
    group = factories.brg()
    link = factories.resource(group)
    file = {"url": "", "file": "resources/x.pdf", "size": 2_200_000}
    pdf = factories.resource(group, kind="pdf", **file)
    picture = factories.resource(group, kind="picture", **file)
    assert [row.what_it_is for row in (link, pdf, picture)] == [
        "Link",
        "PDF, 2.1\xa0MB",
        "Picture, 2.1\xa0MB",
    ]


def test_leads_to_the_address_of_a_link_and_to_the_portals_own_door_of_a_file():
    group = factories.brg()
    pdf = factories.resource(group, kind="pdf", url="", file="resources/x.pdf")
    assert factories.resource(group).get_absolute_url() == "https://example.com/guide"
    assert pdf.get_absolute_url() == f"/resources/{pdf.public_id}/"
