import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.clock import organization_today
from accounts.models import Region, User
from brgs.models import BRG, FocusArea, Membership, Officer, Pillar
from content.slugs import safe_slug
from figures.models import PublishedFigure
from portal.demo import load as loading
from portal.demo import people, tables
from portal.demo.chance import start_of
from portal.demo.load import load
from portal.demo.memberships import sizes
from portal.demo.naming import Namer, Naming
from portal.demo.presence import demonstration_people_exist
from portal.demo.progress import Progress
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 21)
# The fewest people of whom half make the largest group whole.
ENOUGH = 6094


def load_demo(**options):
    out = io.StringIO()
    call_command("load_demo", stdout=out, **options)
    return out.getvalue()


def quietly(**arguments):
    return load(progress=Progress(io.StringIO()), **{"employees": 300, "today": TODAY} | arguments)


@pytest.fixture
def demo():
    return quietly(today=None)


def person(local_part):
    return User.objects.get(email=f"{local_part}@demo.example")


def group(acronym):
    return BRG.objects.get(acronym=acronym)


def belongs_to(user):
    rows = Membership.objects.current().filter(person=user)
    return dict(rows.values_list("brg__acronym", "visibility"))


# The facts


def test_figures_come_out_as_the_source_writes_them():
    assert load_demo(employees=ENOUGH).startswith("Loaded the demonstration: 6,094 people, 10 gr")
    figures = {brg.acronym: str(brg.members_figure) for brg in BRG.objects.all()}
    assert figures == {
        "genKP": "3,000+",
        "KPAPIA": "2,200+",
        "KPAbility": "640",
        "KPLA": "1,900+",
        "KPVA": "730",
        "KP Pride": "1,400+",
        "WE@KP": "2,300+",
        "KPAC": "950",
        "KPNAPA": "80",
        "KPAAPA": "2,100+",
    }
    counts = {
        brg.acronym: Membership.objects.counted().filter(brg=brg).count()
        for brg in BRG.objects.all()
    }
    assert (counts["genKP"], counts["KPAC"]) == (3047, 950)


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


def test_visibility_is_mixed_in_every_group():
    quietly(employees=2000)
    for brg in BRG.objects.exclude(acronym="KPNAPA"):
        rows = Membership.objects.current().filter(brg=brg)
        chosen = set(rows.values_list("visibility", flat=True))
        assert chosen == {"everyone", "members", "leads", "only_me"}
    pride = Membership.objects.current().filter(brg=group("KP Pride"))
    assert pride.filter(visibility="only_me").count() > pride.count() / 2


def test_people_who_have_left_the_organization_are_members_but_not_counted():
    quietly(employees=2000)
    uncounted = Membership.objects.current().filter(person__is_active=False)
    assert uncounted.exists()
    for brg in BRG.objects.all():
        counted = Membership.objects.counted().filter(brg=brg)
        assert counted.count() == sizes(2000)[brg.acronym]


# Repeatable, and blind to who people are


def snapshot():
    users = User.objects.order_by("employee_id")
    memberships = Membership.objects.order_by("person__employee_id", "brg__slug", "joined")
    officers = Officer.objects.order_by("brg__slug", "role", "starts")
    return {
        "people": list(users.values_list("email", "legal_name", "preferred_name", "pronouns")),
        "work": list(users.values_list("employee_id", "job_title", "region__name")),
        "service": list(users.values_list("is_active", "created", "active_changed")),
        "memberships": list(
            memberships.values_list(
                "person__employee_id", "brg__slug", "visibility", "joined", "left"
            )
        ),
        "officers": list(
            officers.values_list("brg__slug", "role", "person__employee_id", "starts", "accepted")
        ),
    }


def loaded_and_undone(**arguments):
    with transaction.atomic():
        quietly(**arguments)
        seen = snapshot()
        transaction.set_rollback(True)
    return seen


def test_the_same_seed_and_day_give_the_same_organization():
    first = loaded_and_undone(seed=7)
    assert loaded_and_undone(seed=7) == first
    other = loaded_and_undone(seed=8)
    assert not [part for part in first if first[part] == other[part]]


def test_who_joins_depends_on_nothing_about_the_person(monkeypatch):
    varied = loaded_and_undone()
    monkeypatch.setattr(Namer, "name", lambda self, rng: Naming("Ani Nguyễn", "", "she/her"))
    monkeypatch.setattr(people, "pick", lambda rng, weights: next(iter(weights)))
    alike = loaded_and_undone()
    assert alike["people"] != varied["people"]
    assert alike["memberships"] == varied["memberships"]
    assert alike["officers"] == varied["officers"]


# Other people's databases, and second runs


@pytest.mark.parametrize("make", [factories.person, factories.visitor_account])
def test_refuses_a_database_with_a_real_person_and_writes_nothing(make):
    real = make()
    with pytest.raises(CommandError, match="people in it that the demonstration did not make"):
        load_demo(employees=300)
    assert list(User.objects.all()) == [real]
    assert not Region.objects.exists()
    assert not BRG.objects.exists()
    assert not PublishedFigure.objects.exists()


def test_refuses_a_database_with_groups_and_no_people():
    BRG.objects.create(name="Gardeners", slug=safe_slug("Gardeners"))
    with pytest.raises(CommandError, match="groups in it"):
        load_demo(employees=300)
    assert not User.objects.exists()


def test_a_second_run_says_what_is_there_and_changes_nothing():
    first = load_demo(employees=300)
    before = snapshot()
    again = load_demo(employees=5000)
    assert first.split(":")[1] == again.split(":")[1]
    assert again.startswith("The demonstration is here already: 300 people, 10 groups, 50 ch")
    assert snapshot() == before


def test_a_person_added_to_the_demonstration_does_not_stop_a_second_run(demo):
    factories.person()
    assert load_demo().startswith("The demonstration is here already: 300 people")


def test_finishes_what_a_broken_run_began(monkeypatch):
    whole = loaded_and_undone()

    def break_off(**arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(loading, "load_memberships", break_off)
        with pytest.raises(KeyboardInterrupt):
            quietly()
    assert not Membership.objects.exists()
    quietly()
    assert snapshot() == whole
    assert not BRG.objects.filter(members_figure=None).exists()


def test_says_so_when_few_people_make_the_groups_smaller():
    assert "smaller than their facts say" in load_demo(employees=300)
    assert sizes(ENOUGH)["genKP"] == 3047
    assert sizes(ENOUGH - 2)["genKP"] < 3047


def test_says_nothing_where_that_is_asked():
    assert load_demo(employees=50, verbosity=0) == ""


def test_works_with_the_fewest_people_that_it_takes():
    found = load_demo(employees=50)
    assert found.startswith("Loaded the demonstration: 50 people, 10 groups, 50 chapters, ")
    assert [brg.acronym for brg in BRG.objects.vacant()] == ["KPVA"]


@pytest.mark.parametrize("employees", [-1, 0, 49, 500_001])
def test_refuses_a_number_of_employees_out_of_bounds(employees):
    with pytest.raises(CommandError, match="Choose from 50 to 500,000 employees"):
        load_demo(employees=employees)


# Whether the demonstration is here


def test_finds_demonstration_people_in_one_query(django_assert_num_queries):
    assert not demonstration_people_exist()
    people.load_cast(people.load_regions(), TODAY)
    with django_assert_num_queries(1):
        assert demonstration_people_exist()


def test_finds_them_by_address_or_by_number():
    people.load_cast(people.load_regions(), TODAY)
    User.objects.exclude(email="admin@demo.example").delete()
    User.objects.update(email="renamed@example.com")
    assert demonstration_people_exist()
    User.objects.update(email="admin@demo.example", employee_id="7")
    assert demonstration_people_exist()


def test_does_not_take_others_for_demonstration_people():
    factories.person()
    assert not demonstration_people_exist()
