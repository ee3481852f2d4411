"""What leads and curators of the demonstration find on their tables."""

import datetime as dt
import io

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.clock import organization_today
from accounts.models import User
from audit.models import AuditEvent
from brgs.actions.texts import texts_of
from brgs.models import BRG, Membership, Officer, Quarter, TextChange
from chapters.models import ChapterOfficer, Proposal
from content import pdf as pdfs
from portal.demo import tables
from portal.demo.load import load
from portal.demo.progress import Progress
from portal.demo.resources import pdf
from resources.models import Resource

pytestmark = pytest.mark.django_db


def quietly(**arguments):
    return load(progress=Progress(io.StringIO()), **{"employees": 300} | arguments)


def person(local_part):
    return User.objects.get(email=f"{local_part}@demo.example")


def group(acronym):
    return BRG.objects.get(acronym=acronym)


def in_days(days):
    return organization_today() + dt.timedelta(days=days)


def days_since(instant):
    return (organization_today() - timezone.localdate(instant)).days


# Posts


def test_the_chair_of_kpapia_leads_until_the_handover_in_21_days(demo):
    [chair] = Officer.objects.filter(person=person("lead"))
    assert list(Officer.objects.leading(in_days(20)).filter(person=person("lead"))) == [chair]
    assert not Officer.objects.acting(
        with_power=next(iter(chair.kind.powers)), on=in_days(21)
    ).filter(person=person("lead"))
    assert BRG.objects.led_by(person("lead")).get() == group("KPAPIA")


def test_the_successor_has_accepted_and_finds_a_note(demo):
    successor = Officer.objects.get(predecessor__person=person("lead"))
    assert successor.accepted
    assert (successor.role, successor.starts) == ("chair", in_days(7))
    assert successor.predecessor_ends == in_days(21) < successor.ends
    assert "budget" in successor.note


def test_a_co_chair_leads_beside_the_chair(demo):
    assert Officer.objects.leading().filter(brg=group("KPAPIA"), role="co_chair").count() == 1


def test_terms_of_groups_end_within_a_week_a_month_and_a_quarter(demo):
    ending = Officer.objects.ending_within(90).filter(stands_in_for=None)
    days = {(one.brg.acronym, one.role): (one.ends - organization_today()).days for one in ending}
    assert days == {
        ("KPLA", "chair"): 5,
        ("KPAPIA", "communications"): 6,
        ("KPAPIA", "chair"): 21,
        ("WE@KP", "chair"): 24,
        ("KPAPIA", "events"): 27,
        ("KPNAPA", "chair"): 52,
        ("KP Pride", "chair"): 77,
        ("KPAPIA", "secretary"): 80,
    }


def test_a_deputy_stands_in_for_a_chair_who_keeps_the_post(demo):
    deputy = Officer.objects.in_term().get(stands_in_for__isnull=False)
    assert deputy.brg == group("KPAAPA")
    assert str(deputy.shown_title) == "Acting Chair"
    assert deputy.stands_in_for in Officer.objects.leading()
    assert deputy.stands_in_for.starts <= deputy.starts < deputy.ends <= deputy.stands_in_for.ends


def test_sponsors_speak_for_half_of_the_groups_and_need_not_belong(demo):
    sponsors = Officer.objects.in_term().filter(role="sponsor")
    assert sponsors.count() == len({one.person_id for one in sponsors}) == 5
    for sponsor in sponsors:
        sponsor.full_clean()
        assert sponsor.line
        assert sponsor.person.job_title in {entry["job"] for entry in tables.work()["sponsor"]}
        assert not Membership.objects.current().filter(brg=sponsor.brg, person=sponsor.person)


def test_the_member_is_asked_to_plan_events_and_the_employee_nothing(demo):
    offer = Officer.objects.offered().get()
    assert (offer.person, offer.brg, offer.role) == (person("member"), group("KPAC"), "events")
    assert not Officer.objects.filter(person=person("employee")).exists()


# Proposals and texts


def test_proposals_wait_for_leads_and_for_curators_and_one_came_back(demo):
    found = {one.state: one for one in Proposal.objects.select_related("chapter__brg")}
    assert {state: (one.chapter.brg.acronym, one.chapter.name) for state, one in found.items()} == {
        "asked": ("KPAPIA", "Colorado"),
        "supported": ("WE@KP", "Washington"),
        "returned": ("KPAC", "Southern California"),
    }
    assert [days_since(found[state].asked) for state in ("asked", "supported")] == [6, 3]
    assert found["returned"].proposed_by == person("member")
    assert found["returned"].note
    assert found["supported"].supported_by


def test_who_proposes_belongs_and_who_would_lead_has_no_powers_yet(demo):
    for proposal in Proposal.objects.select_related("chapter"):
        proposal.clean_fields(exclude=["decided", "supported_by", "note"])
        proposal.chapter.full_clean()
        belongs = Membership.objects.counted().filter(person=proposal.proposed_by)
        assert belongs.filter(brg=proposal.chapter.brg).exists()
    offices = ChapterOfficer.objects.filter(chapter__status="proposed")
    assert offices.count() == 2
    for office in offices:
        assert office.person == office.chapter.proposal.proposed_by


def test_texts_of_mixed_ages_wait_for_a_curator(demo):
    waiting = TextChange.objects.waiting().select_related("brg", "asked_by")
    ages = [(one.brg.acronym, *one.texts, days_since(one.asked)) for one in waiting]
    assert ages == [("genKP", "purpose", 16), ("KPLA", "vision", 5), ("KPAPIA", "mission", 2)]
    for change in waiting:
        assert change.before == {field: getattr(change.brg, field) for field in change.texts}
        assert change.texts != change.before
        assert Officer.objects.leading().filter(brg=change.brg, person=change.asked_by).exists()


def test_kpapia_keeps_three_versions_of_which_the_last_stands(demo):
    brg = group("KPAPIA")
    third, second, first = brg.revisions.all()
    assert [third.version, second.version, first.version] == [3, 2, 1]
    assert third.texts == texts_of(brg)
    assert second.texts["about"] != third.texts["about"]
    assert first.texts["tagline"] != second.texts["tagline"]
    assert [first.actor, second.actor] == ["", person("lead").public_id]
    assert first.made < second.made < third.made
    assert brg.version == 4


# Resources, quarters and what is on record


def test_most_groups_offer_something_and_some_of_it_is_overdue(demo):
    assert Resource.objects.values("brg").distinct().count() == 9
    overdue = Resource.objects.overdue_for_review().values_list("brg__acronym", flat=True)
    assert set(overdue) == {"KPAPIA", "KPAbility", "WE@KP"}
    for resource in Resource.objects.all():
        resource.full_clean()
        assert resource.url.startswith("https://example.org/") != bool(resource.file)


def test_files_lie_in_storage_under_names_that_say_nothing(demo):
    held = Resource.objects.exclude(file="")
    assert sorted(held.values_list("kind", flat=True)) == ["pdf", "pdf", "pdf", "pdf", "picture"]
    for resource in held:
        assert default_storage.exists(resource.file)
        assert len(resource.file.partition("/")[2].partition(".")[0]) == 22
        assert default_storage.size(resource.file) == resource.size


def test_a_pdf_says_its_lines_and_names_the_place_of_each_object():
    data = pdf(["Hello (again)", "Café"])
    assert pdfs.read(io.BytesIO(data)) == data
    assert rb"(Hello \(again\)) Tj T* (Caf?) Tj" in data
    start = int(data.split(b"startxref\n")[1].split()[0])
    places = [int(row[:10]) for row in data[start:].splitlines()[3:8]]
    assert all(
        data[place:].startswith(b"%d 0 obj" % number) for number, place in enumerate(places, 1)
    )


def test_every_group_has_eight_quarters_of_joins_and_leaves(demo):
    for brg in BRG.objects.all():
        assert Quarter.objects.filter(brg=brg).count() == 8


def test_the_leads_of_kpapia_read_what_officers_did_and_no_joins(demo):
    acts = AuditEvent.objects.within(group("KPAPIA"))
    verbs = set(acts.values_list("verb", flat=True))
    assert verbs == {
        "brg.page_edited",
        "brg.texts_asked",
        "chapter.proposed",
        "officer.accepted",
        "officer.handed_over",
        "officer.offered",
        "resource.added",
    }
    assert acts.count() > 10
    assert max(acts.values_list("at", flat=True)).date() <= organization_today()


# Again


def snapshot():
    officers = Officer.objects.order_by("brg__slug", "role", "starts", "pk")
    return {
        "officers": list(officers.values_list("brg__slug", "role", "person__employee_id", "ends")),
        "proposals": list(Proposal.objects.order_by("pk").values_list("state", "note", "asked")),
        "texts": list(TextChange.objects.order_by("pk").values_list("texts", "asked")),
        "resources": list(Resource.objects.order_by("pk").values_list("title", "review_date")),
        "record": list(AuditEvent.objects.order_by("pk").values_list("verb", "at")),
        "quarters": Quarter.objects.count(),
    }


def test_a_second_load_changes_nothing(demo):
    before = snapshot()
    assert not quietly().is_new
    assert snapshot() == before
