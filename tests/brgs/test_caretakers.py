"""Terms hold from the first day up to the last; who then leads alone is caretaker for 60 days."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from accounts.actions import deactivate, reactivate
from accounts.visibility import Visibility
from brgs import actions
from brgs.models import BRG, Membership, Officer
from brgs.roles import ROLES, Power
from tests import factories

pytestmark = pytest.mark.django_db


def day(number):
    return factories.today() + dt.timedelta(days=number)


def manages(person, group):
    return BRG.objects.led_by(person).filter(pk=group.pk).exists()


def held(group, starts, ends, role="chair", **fields):
    """An office from one day up to another, counted from today; its holder is a member."""
    person = factories.person()
    factories.membership(person, group, Visibility.LEADS)
    last = None if ends is None else day(ends)
    return factories.officer(person, group, role, starts=day(starts), ends=last, **fields)


@pytest.fixture
def group():
    return factories.brg()


@pytest.mark.parametrize(
    ("starts", "ends", "acts"),
    [(0, 1, True), (0, None, True), (1, 9, False), (-9, 0, False), (0, 0, False), (-9, 1, True)],
)
def test_a_role_acts_from_the_first_day_up_to_the_last(group, starts, ends, acts):
    held(group, -500, 500)
    office = held(group, starts, ends)
    assert manages(office.person, group) == acts
    assert (office in Officer.objects.in_term()) == acts


@pytest.mark.parametrize(
    ("minute", "zone", "acts"),
    [
        # In Los Angeles it is still June 30, a minute before midnight.
        ("2027-07-01T06:59:00", "America/Los_Angeles", (True, False)),
        ("2027-07-01T07:00:00", "America/Los_Angeles", (False, True)),
        ("2027-07-01T06:59:00", "UTC", (False, True)),
        ("2027-06-30T10:59:00", "Pacific/Honolulu", (True, False)),
        ("2027-07-01T09:59:00", "Pacific/Honolulu", (True, False)),
        ("2027-07-01T10:00:00", "Pacific/Honolulu", (False, True)),
    ],
)
def test_a_term_turns_at_midnight_in_the_zone_of_the_organization(group, minute, zone, acts):
    turn = dt.date(2027, 7, 1)
    old, new = factories.lead(group), factories.lead(group)
    Officer.objects.filter(person=old).update(starts=dt.date(2026, 7, 1), ends=turn)
    Officer.objects.filter(person=new).update(starts=turn, ends=dt.date(2028, 7, 1))
    now = dt.datetime.fromisoformat(minute).replace(tzinfo=ZoneInfo("UTC"))
    with override_settings(TIME_ZONE=zone), pytest.MonkeyPatch.context() as patched:
        patched.setattr("django.utils.timezone.now", lambda: now)
        assert (manages(old, group), manages(new, group)) == acts


@given(data=st.data())
def test_half_open_terms_against_a_model(data):
    """Of any terms, on any day, those hold that a plain comparison of days says."""
    days = st.integers(-70, 70)
    terms = data.draw(st.lists(st.tuples(days, st.none() | days), max_size=4))
    terms = [(first, last) for first, last in terms if last is None or last >= first]
    today = data.draw(days)
    Officer.objects.all().delete()
    group, person = _a_group_and_somebody()
    rows = {
        factories.officer(
            *(person, group),
            starts=day(first),
            ends=None if last is None else day(last),
        ).pk: (first, last)
        for first, last in terms
    }
    model = {
        pk
        for pk, (first, last) in rows.items()
        if first <= today and (last is None or today < last)
    }
    assert set(Officer.objects.in_term(day(today)).values_list("pk", flat=True)) == model
    not_over = {pk for pk, (_, last) in rows.items() if last is None or today < last}
    assert set(Officer.objects.not_over(day(today)).values_list("pk", flat=True)) == not_over
    assert {row.pk for row in Officer.objects.all() if not row.is_over(day(today))} == not_over


def _a_group_and_somebody():
    group = BRG.objects.filter(slug="the-one").first() or factories.brg(slug="the-one")
    return group, factories.User.objects.first() or factories.person()


# Caretakers


@pytest.mark.parametrize(
    ("ended", "keeps"), [(1, True), (0, True), (-1, True), (-59, True), (-60, False)]
)
def test_a_lead_after_whom_nobody_leads_keeps_the_powers_for_sixty_days(group, ended, keeps):
    office = held(group, -300, ended)
    assert manages(office.person, group) == keeps
    is_caretaker = keeps and ended <= 0
    assert (office in Officer.objects.caretaking()) == is_caretaker
    assert office.caretaking_ends == day(ended + 60)


def test_a_caretaker_fills_no_post_and_the_group_is_listed_vacant(group):
    held(group, -300, 0)
    assert list(BRG.objects.vacant()) == [group]
    assert not Officer.objects.leading().exists()


def test_a_caretaker_sees_the_members_whom_leads_see(group):
    office = held(group, -300, 0)
    member = factories.person()
    factories.membership(member, group, Visibility.LEADS)
    assert Membership.objects.visible_to(office.person).filter(person=member).exists()


@pytest.mark.parametrize("role", [role.key for role in ROLES.values() if not role.leads])
def test_only_leads_are_caretakers(group, role):
    office = held(group, -300, 0, role)
    for power in Power:
        assert office not in Officer.objects.acting(with_power=power)


def test_whoever_goes_by_an_act_is_no_caretaker(group):
    office = held(group, -300, 0, cut_short=True)
    assert not manages(office.person, group)


def test_an_offer_that_was_never_taken_makes_no_caretaker(group):
    office = held(group, -300, 0, accepted=None)
    assert not manages(office.person, group)


def test_a_deputy_is_no_caretaker(group):
    office = held(group, -300, 100)
    deputy = held(group, -300, 0, stands_in_for=office)
    assert not manages(deputy.person, group)


@pytest.mark.parametrize(
    ("starts", "ends", "facts", "keeps"),
    [
        # Somebody leads now, or has led since.
        (-100, 100, {}, False),
        (-5, 100, {}, False),
        (-5, None, {}, False),
        (-5, -2, {}, False),
        # Nobody has: yet to come, never accepted, without the power, over before.
        (1, 100, {}, True),
        (-5, 100, {"accepted": None}, True),
        (-5, 100, {"role": "secretary"}, True),
        (-100, -11, {}, True),
    ],
)
def test_a_caretaker_goes_once_somebody_leads(group, starts, ends, facts, keeps):
    office = held(group, -300, -10)
    held(group, starts, ends, **facts)
    assert manages(office.person, group) == keeps


def test_leads_of_other_groups_end_no_caretaking(group):
    office = held(group, -300, -10)
    held(factories.brg(), -100, 100)
    assert manages(office.person, group)


def test_deputies_end_no_caretaking(group):
    office = held(group, -300, -10)
    held(group, -5, 100, stands_in_for=office)
    assert manages(office.person, group)


def test_two_leads_whose_terms_end_together_are_both_caretakers(group):
    offices = [held(group, -300, -10), held(group, -300, -10, "co_chair")]
    assert all(manages(office.person, group) for office in offices)


def test_an_old_lead_does_not_come_back_when_a_later_one_is_deactivated(group):
    old, new = held(group, -300, -10), held(group, -10, 300)
    assert not manages(old.person, group)
    deactivate(person=new.person, by=None)
    assert not manages(old.person, group)
    assert list(BRG.objects.vacant()) == [group]


def test_who_stopped_in_a_handover_is_caretaker_where_the_successor_is_gone_before_that(group):
    present, successor = held(group, -300, 5), held(group, -1, 300)
    deactivate(person=successor.person, by=None)
    on = day(6)
    assert list(Officer.objects.caretaking(on)) == [present]


@pytest.mark.parametrize("road", ["end", "leave", "remove", "deactivate"])
def test_a_caretaker_stops_by_every_road(group, road):
    """The term is over, so nothing ends it but this."""
    office = held(group, -300, 0)
    roads = {
        "end": lambda: actions.end(office=office, by=office.person),
        "leave": lambda: actions.leave(brg=group, by=office.person),
        "remove": lambda: actions.remove(
            brg=group, person=office.person, by=factories.person(), reason="He shouts."
        ),
        "deactivate": lambda: deactivate(person=office.person, by=None),
    }
    roads[road]()
    if road == "deactivate":
        reactivate(person=office.person, by=factories.superuser())
    assert not manages(office.person, group)
    office.refresh_from_db()
    assert office.ends == day(0)


def test_a_caretaker_cannot_outlast_the_sixty_days_by_ending_the_term_again(group):
    office = held(group, -300, -30)
    actions.end(office=office, by=office.person)
    office.refresh_from_db()
    assert (office.ends, office.cut_short) == (day(-30), True)


@pytest.mark.parametrize(("ends", "is_listed"), [(1, True), (90, True), (91, False), (0, False)])
def test_terms_that_end_within_ninety_days_are_listed(group, ends, is_listed):
    office = held(group, -10, ends)
    assert (office in Officer.objects.ending_within(90)) == is_listed
