"""Groups, people and memberships of the demonstration as they are loaded."""

import datetime as dt
import io

import pytest
from django.core.management import call_command

from accounts.clock import organization_today
from accounts.models import Region, User
from brgs.models import BRG, FocusArea, Membership, Officer, Pillar
from portal.demo import tables
from portal.demo.chance import start_of
from tests import factories

pytestmark = pytest.mark.django_db


def load_demo():
    out = io.StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def person(local_part):
    return User.objects.get(email=f"{local_part}@demo.example")


def group(acronym):
    return BRG.objects.get(acronym=acronym)


def belongs_to(user):
    rows = Membership.objects.current().filter(person=user)
    return dict(rows.values_list("brg__acronym", "visibility"))


# The facts


def test_loads_every_fact_and_text_as_the_packaged_table_has_it(demo):
    keys = ("name", "tagline", "purpose", "mission", "vision", "contact", "content_owner")
    for facts in tables.organization()["brg"]:
        brg = group(facts["acronym"])
        assert {key: getattr(brg, key) for key in keys} == {key: facts.get(key, "") for key in keys}
        assert brg.founded == facts.get("founded")
        assert (brg.hue, brg.default_visibility) == (facts["hue"], facts["default_visibility"])
        assert brg.about == facts["about"].strip()
        assert sorted(brg.focus_areas.values_list("name", flat=True)) == facts["focus"]
        assert list(brg.links.values("title", "url")) == facts["links"]
        assert brg.review_date == organization_today() + dt.timedelta(facts["review_in_days"])


def test_a_year_that_is_not_stated_stays_empty(demo):
    unknown = BRG.objects.filter(founded=None).values_list("acronym", flat=True)
    assert set(unknown) == {"KPVA", "KP Pride", "WE@KP"}
    assert (group("genKP").founded, group("KPAC").founded) == (2010, 1990)


def test_groups_answer_at_safe_addresses(demo):
    assert set(BRG.objects.active().values_list("slug", flat=True)) == {
        "genkp",
        "kpapia",
        "kpability",
        "kpla",
        "kpva",
        "kp-pride",
        "we-kp",
        "kpac",
        "kpnapa",
        "kpaapa",
    }


def test_every_loaded_group_would_pass_the_forms(demo):
    for brg in BRG.objects.all():
        brg.full_clean()


def test_regions_and_lists_are_loaded_with_their_addresses(demo):
    assert Region.objects.get(slug="hawaii").time_zone == "Pacific/Honolulu"
    assert group("KPNAPA").home_region == Region.objects.get(slug="colorado")
    assert (Region.objects.count(), FocusArea.objects.count()) == (8, 6)
    names = list(Pillar.objects.values_list("name", flat=True))
    assert names == ["Career", "Culture", "Community", "Commerce"]


def test_two_groups_are_overdue_for_review(demo):
    overdue = BRG.objects.overdue_for_review().values_list("acronym", flat=True)
    assert set(overdue) == {"KPAbility", "KPNAPA"}


# The people who can sign in


def test_the_cast_belong_where_the_documents_say(demo):
    assert belongs_to(person("employee")) == {}
    assert belongs_to(person("member")) == {"KPAC": "members", "KPAPIA": "members"}
    assert belongs_to(person("hidden")) == {"KP Pride": "only_me"}
    assert set(belongs_to(person("lead"))) == {"KPAPIA"}
    assert belongs_to(person("chapter.lead")) == {"KP Pride": "leads"}
    assert belongs_to(person("curator")) == belongs_to(person("admin")) == {}


def test_the_hidden_member_is_seen_by_nobody_else(demo):
    hidden = Membership.objects.filter(person=person("hidden"))
    leads = Officer.objects.leading().filter(brg=group("KP Pride"))
    viewers = [officer.person for officer in leads.select_related("person")]
    viewers += [person(name) for name in ("employee", "member", "chapter.lead", "curator", "admin")]
    for viewer in viewers:
        assert not hidden.visible_to(viewer).exists()
    assert hidden.visible_to(person("hidden")).count() == 1


def test_a_lead_of_the_group_sees_whom_leads_may_see(demo):
    chair = Officer.objects.get(brg=group("KP Pride"), role="chair").person
    shown = Membership.objects.filter(person=person("chapter.lead")).visible_to(chair)
    assert shown.count() == 1


def test_staff_are_the_curator_and_the_superuser(demo):
    assert set(User.objects.filter(is_staff=True)) == {person("curator"), person("admin")}
    assert list(User.objects.filter(is_superuser=True)) == [person("admin")]
    assert person("curator").has_perm("brgs.publish_brg")
    assert person("curator").has_perm("brgs.change_brg")


def test_seven_can_sign_in_and_nobody_else(demo):
    able = [user for user in User.objects.all() if user.has_usable_password()]
    assert len(able) == 7
    assert all(user.check_password("brg-portal-demo") for user in able)


# Memberships and offices


def test_every_group_but_one_has_a_chair_in_term_who_is_a_member(demo):
    assert [brg.acronym for brg in BRG.objects.vacant()] == ["KPVA"]
    for brg in BRG.objects.exclude(acronym="KPVA"):
        chair = Officer.objects.leading().get(brg=brg, role="chair")
        assert Membership.objects.counted().filter(brg=brg, person=chair.person).exists()
    assert Officer.objects.leading().get(brg=group("KPAPIA"), role="chair").person == person("lead")


def test_every_officer_of_a_group_had_joined_before_the_term(demo):
    for officer in Officer.objects.accepted().exclude(role="sponsor"):
        joined = Membership.objects.current().get(brg=officer.brg, person=officer.person).joined
        assert joined <= officer.accepted
        assert joined.date() <= officer.starts
    assert not Officer.objects.filter(ends__lte=organization_today()).exists()


def test_nobody_joins_before_the_person_or_the_group_was_there(demo):
    now = start_of(organization_today())
    for row in Membership.objects.select_related("person", "brg"):
        assert row.person.created <= row.joined <= (row.left or now) <= now
        assert row.joined.year >= (row.brg.founded or 0)


def test_some_memberships_have_ended_and_some_people_came_back(demo):
    ended = Membership.objects.filter(left__isnull=False)
    assert ended.count() > 50
    current = {(row.person_id, row.brg_id): row for row in Membership.objects.current()}
    pairs = [(row, current.get((row.person_id, row.brg_id))) for row in ended]
    back = [(before, now) for before, now in pairs if now]
    assert back
    assert all(before.left <= now.joined for before, now in back)


# Again


def test_a_person_added_to_the_demonstration_does_not_stop_a_second_run(demo):
    factories.person()
    assert load_demo().startswith("The demonstration is here already: 300 people")
