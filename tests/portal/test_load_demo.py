import datetime as dt
import io

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.models import Region, User
from audit.models import AuditEvent
from brgs.models import BRG, Membership, Officer, TextChange
from chapters.models import ChapterOfficer, Proposal
from content.slugs import safe_slug
from figures.models import PublishedFigure
from news.models import NewsItem
from notices.models import Notice
from portal.demo import load as loading
from portal.demo import people, tables
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


def person(local_part):
    return User.objects.get(email=f"{local_part}@demo.example")


def group(acronym):
    return BRG.objects.get(acronym=acronym)


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


# Few people, and other days


def test_chance_gives_the_cast_no_office_where_they_are_almost_alone():
    quietly(employees=50)
    cast = User.objects.filter(employee_id__lte="DEMO-000007")
    assert cast.count() == 7
    offices = ChapterOfficer.objects.filter(person__in=cast)
    assert [office.person for office in offices] == [person("chapter.lead")]


def test_a_host_has_told_one_thing_a_day_at_most():
    # On this day one entry’s day of the year is also the day of one that counts back from today.
    entries = tables.news()["KPAPIA"]
    counted = next(entry for entry in entries if entry.get("days_ago") == 58)
    clash = dt.date(2026, 9, 10) + dt.timedelta(days=counted["days_ago"])
    quietly(today=clash)
    told = NewsItem.objects.filter(brg=group("KPAPIA"), told_on__isnull=False, chapter=None)
    days = list(told.values_list("told_on", flat=True))
    assert {dt.date(2026, 9, 10), dt.date(2026, 9, 9)} <= set(days)
    assert len(days) == len(set(days))


def test_today_decides_every_day_and_not_the_clock():
    quietly(today=dt.date(2026, 3, 2))
    chair = Officer.objects.get(person=person("lead"))
    assert chair.ends == dt.date(2026, 3, 23)
    assert TextChange.objects.get(brg=group("KPAPIA")).asked.date() == dt.date(2026, 2, 28)


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


def test_finishes_what_was_broken_off_before_the_work_was_there(monkeypatch):
    def break_off(**arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(loading, "load_texts", break_off)
        with pytest.raises(KeyboardInterrupt):
            quietly()
    assert not Proposal.objects.exists()
    assert not AuditEvent.objects.exists()
    assert not loading.is_loaded()
    assert quietly().is_new
    assert Proposal.objects.count() == 3


def stored():
    return default_storage.listdir("")[0] and set(default_storage.listdir("news")[1])


def test_finishes_what_was_broken_off_and_leaves_no_picture_behind(monkeypatch):
    def break_off(*arguments):
        raise KeyboardInterrupt

    before = stored()
    with monkeypatch.context() as patch:
        patch.setattr(NewsItem.objects, "bulk_create", break_off)
        with pytest.raises(KeyboardInterrupt):
            quietly()
    assert not NewsItem.objects.exists()
    assert stored() == before
    assert not loading.is_loaded()
    assert quietly().is_new
    assert Notice.objects.exists()


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
