"""What must never be false in the tables: each test tries to make it so."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.visibility import Visibility
from brgs.models import BRG, FormerSlug, Membership
from tests import factories

pytestmark = pytest.mark.django_db


def refused(constraint):
    """The database refuses, and for that reason. SQLite names a unique index by its columns."""
    columns = {"membership_one_current": "brgs_membership.person_id, brgs_membership.brg_id"}
    return pytest.raises(IntegrityError, match=f"{constraint}|{columns.get(constraint, '$^')}")


def test_one_current_membership_per_person_and_group():
    alice, group = factories.person(), factories.brg()
    factories.membership(alice, group)
    with refused("membership_one_current"), transaction.atomic():
        factories.membership(alice, group)


def test_a_membership_may_follow_an_ended_one():
    alice, group = factories.person(), factories.brg()
    factories.membership(alice, group, left=timezone.now())
    factories.membership(alice, group)
    assert Membership.objects.filter(person=alice).count() == 2


def test_nobody_leaves_before_joining():
    now = timezone.now()
    with refused("membership_left_after_joined"), transaction.atomic():
        factories.membership(
            factories.person(), factories.brg(), joined=now, left=now - dt.timedelta(seconds=1)
        )


def test_an_unknown_visibility_is_refused():
    with refused("membership_visibility_is_known"), transaction.atomic():
        factories.membership(factories.person(), factories.brg(), "friends")


@pytest.mark.parametrize(
    ("field", "value", "constraint"),
    [
        ("hue", 360, "brg_hue_on_the_wheel"),
        ("founded", 1899, "brg_founded_is_a_year"),
        ("founded", 2101, "brg_founded_is_a_year"),
        ("default_visibility", Visibility.EVERYONE, "brg_default_is_never_everyone"),
        ("status", "public", "brg_status_is_known"),
    ],
)
def test_a_group_is_never_impossible(field, value, constraint):
    group = factories.brg()
    with refused(constraint), transaction.atomic():
        BRG.objects.filter(pk=group.pk).update(**{field: value})


def test_a_term_never_ends_before_it_starts():
    today = factories.today()
    with refused("officer_term_ends_after_it_starts"), transaction.atomic():
        factories.officer(
            factories.person(), factories.brg(), starts=today, ends=today - dt.timedelta(1)
        )


def test_an_address_belongs_to_one_group():
    group = factories.brg()
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.brg(slug=group.slug)


def test_a_former_address_belongs_to_one_group():
    FormerSlug.objects.create(slug="old", brg=factories.brg())
    with pytest.raises(IntegrityError), transaction.atomic():
        FormerSlug.objects.create(slug="old", brg=factories.brg())


@pytest.mark.parametrize("model", [BRG, get_user_model()])
def test_no_way_leads_from_a_person_or_a_group_to_memberships(model):
    """Without a reverse name no lookup, filter, admin page or template can go around the gate."""
    for name in ("membership", "memberships", "membership_set", "officer", "officers"):
        with pytest.raises(FieldDoesNotExist):
            model._meta.get_field(name)
        assert not hasattr(model, name)


def test_search_finds_every_word_without_case_and_accents():
    group = factories.brg(name="Associação Ítala", acronym="AÍ", tagline="Coffee and stories")
    factories.brg(name="Other", tagline="Coffee alone")
    assert list(BRG.objects.matching("itala COFFEE")) == [group]
    assert list(BRG.objects.matching("itala tea")) == []


def test_search_takes_signs_for_what_they_are():
    group = factories.brg(name="100% real_people")
    factories.brg(name="1000 people")
    assert list(BRG.objects.matching("100% real_p")) == [group]


def test_a_group_that_nobody_leads_is_vacant():
    led, vacant, paused = factories.brg(), factories.brg(), factories.brg(status="paused")
    factories.lead(led)
    factories.officer(factories.person(), vacant, "treasurer")
    assert list(BRG.objects.vacant()) == [vacant]
    assert paused not in BRG.objects.vacant()


def test_a_deactivated_lead_leaves_the_group_vacant():
    group = factories.brg()
    factories.lead(group, is_active=False)
    assert list(BRG.objects.vacant()) == [group]
