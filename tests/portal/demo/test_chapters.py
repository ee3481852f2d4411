"""The demonstration's chapters as they are loaded."""

import datetime as dt
import io
from collections import Counter

import pytest

from accounts.clock import organization_today
from accounts.models import User
from brgs.models import BRG
from chapters.models import Chapter, ChapterMembership, ChapterOfficer
from portal.demo import tables
from portal.demo.load import load
from portal.demo.progress import Progress

pytestmark = pytest.mark.django_db


def quietly(**arguments):
    return load(progress=Progress(io.StringIO()), **{"employees": 300} | arguments)


def person(local_part):
    return User.objects.get(email=f"{local_part}@demo.example")


def chapter(acronym, name):
    return Chapter.objects.get(brg__acronym=acronym, name=name)


def of_group(chapters):
    return Counter(chapters.order_by().values_list("brg__acronym", flat=True))


def test_50_chapters_of_as_many_a_group_as_the_facts_state(demo):
    stated = {
        group["acronym"]: group["chapters"]
        for group in tables.organization()["brg"]
        if "chapters" in group
    }
    assert of_group(Chapter.objects.open()) == stated
    assert demo.chapters == Chapter.objects.open().count() == 50


def test_one_chapter_rests_and_one_that_is_not_counted_has_closed(demo):
    assert [str(one) for one in Chapter.objects.filter(status="dormant")] == ["Georgia"]
    assert [str(one) for one in Chapter.objects.filter(status="closed")] == ["Central Valley"]


def test_chapters_have_an_address_a_city_words_and_no_year(demo):
    assert chapter("KP Pride", "Colorado").get_absolute_url() == (
        "/groups/kp-pride/chapters/colorado/"
    )
    for one in Chapter.objects.open():
        one.full_clean()
        assert one.city
        assert one.about_html.startswith("<p>")
        assert one.founded is None


def test_every_chapter_membership_is_of_the_same_group_and_one_at_a_time(demo):
    assert not ChapterMembership.objects.astray().exists()
    present = ChapterMembership.objects.current().values_list("membership", flat=True)
    assert len(set(present)) == len(present) > 150
    closed = Chapter.objects.exclude(status__in=["active", "dormant"])
    assert not ChapterMembership.objects.current().filter(chapter__in=closed).exists()


def test_nobody_is_in_a_chapter_before_or_after_the_group(demo):
    for row in ChapterMembership.objects.select_related("membership"):
        assert row.membership.joined <= row.joined
        if row.membership.left:
            assert row.left <= row.membership.left


def test_every_figure_of_a_chapter_is_published(demo):
    assert not Chapter.objects.open().filter(members_figure=None).exists()


def test_the_cast_are_in_their_chapters(demo):
    rows = ChapterMembership.objects.current().filter(membership__person__email__isnull=False)
    where = rows.values_list("membership__person__email", "chapter__brg__slug", "chapter__slug")
    cast = ("employee", "member", "hidden", "lead", "chapter.lead", "curator", "admin")
    emails = {f"{name}@demo.example" for name in cast}
    assert {(who, group, slug) for who, group, slug in where if who in emails} == {
        ("member@demo.example", "kpapia", "southern-california"),
        ("hidden@demo.example", "kp-pride", "colorado"),
        ("lead@demo.example", "kpapia", "hawaii"),
        ("chapter.lead@demo.example", "kp-pride", "colorado"),
    }


def test_the_chapter_lead_leads_colorado_of_kp_pride_and_nothing_else(demo):
    lead = person("chapter.lead")
    colorado = chapter("KP Pride", "Colorado")
    assert list(Chapter.objects.led_by(lead)) == [colorado]
    assert not BRG.objects.led_by(lead).exists()
    [office] = ChapterOfficer.objects.filter(person=lead)
    assert (office.chapter, office.role) == (colorado, "chapter_lead")
    assert office.accepted
    assert ChapterOfficer.objects.leading().filter(chapter=colorado).get() == office


def test_the_chapter_lead_does_not_see_who_hides(demo):
    hidden = ChapterMembership.objects.filter(membership__person=person("hidden"))
    assert not hidden.visible_to(person("chapter.lead")).exists()


def test_every_active_chapter_has_a_lead_but_the_vacant_one_and_the_caretakers(demo):
    vacant = {(one.brg.acronym, one.name) for one in Chapter.objects.vacant()}
    assert vacant == {("KPAPIA", "Mid-Atlantic States"), ("KPLA", "Colorado")}
    [caretaker] = ChapterOfficer.objects.caretaking()
    assert caretaker.chapter == chapter("KPLA", "Colorado")
    assert caretaker.ends == organization_today() - dt.timedelta(days=12)


def test_terms_of_chapter_leads_end_within_a_week_a_month_and_a_quarter(demo):
    ending = ChapterOfficer.objects.ending_within(90).filter(role="chapter_lead")
    days = {
        (one.chapter.brg.acronym, one.chapter.name): (one.ends - organization_today()).days
        for one in ending
    }
    assert days == {
        ("KPVA", "Washington"): 5,
        ("KPAPIA", "Northwest"): 25,
        ("KPAbility", "Mid-Atlantic States"): 68,
        ("KPAAPA", "Colorado"): 84,
    }


def test_officers_of_chapters_are_in_them_since_before_their_term(demo):
    offices = ChapterOfficer.objects.exclude(chapter__status="proposed")
    assert offices.count() > 48
    for office in offices:
        seat = ChapterMembership.objects.current().get(
            chapter=office.chapter, membership__person=office.person
        )
        assert seat.joined <= office.accepted
        assert seat.joined.date() <= office.starts


def snapshot():
    seats = ChapterMembership.objects.order_by("membership__person__employee_id", "joined", "pk")
    offices = ChapterOfficer.objects.order_by("chapter__brg__slug", "chapter__slug", "role", "pk")
    return [
        list(
            seats.values_list(
                "membership__person__employee_id", "chapter__brg", "chapter__slug", "joined", "left"
            )
        ),
        list(offices.values_list("person__employee_id", "role", "starts", "ends", "accepted")),
    ]


def test_a_second_load_changes_nothing(demo):
    before = snapshot()
    assert not quietly(employees=500).is_new
    assert snapshot() == before
