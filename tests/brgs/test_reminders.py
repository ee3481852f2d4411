"""What the clock tells about posts and pages: the right step, once, also after days of silence."""

import datetime as dt

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from hypothesis import given
from hypothesis import strategies as st

from accounts.actions import deactivate, erase
from accounts.clock import organization_midnight
from accounts.visibility import Visibility
from brgs import actions
from brgs.actions.reminders import STEPS, step_of
from brgs.models import BRG, Officer
from notices.models import Letter, key_of
from tests import factories
from tests.told import Told, everybody, forget, mails, titles, told

pytestmark = pytest.mark.django_db

TODAY = factories.today()


def day(number):
    return TODAY + dt.timedelta(days=number)


def in_words(number):
    return date_format(day(number))


@pytest.fixture
def clock(monkeypatch):
    """Says what day it is: noon, so many days from now."""

    def is_(number):
        noon = organization_midnight(day(number)) + dt.timedelta(hours=12)
        monkeypatch.setattr(timezone, "now", lambda: noon)

    return is_


@pytest.fixture
def group():
    return factories.brg(acronym="Kin", slug="kin")


@pytest.fixture
def curator():
    return factories.curator()


def held(group, starts, ends, role="chair", **fields):
    person = factories.person()
    factories.membership(person, group)
    days = {"starts": day(starts), "ends": None if ends is None else day(ends)}
    return factories.officer(person, group, role, **days | fields)


def remind(number=0):
    return actions.remind_of_terms(Officer, today=day(number))


# Terms


@pytest.mark.parametrize(
    ("left", "step", "stale"),
    [
        *[(91, None, None), (90, 90, 60), (31, 90, 1), (30, 30, 23), (8, 30, 1)],
        *[(7, 7, 7), (1, 7, 1), (0, None, None), (-1, None, None)],
    ],
)
def test_a_term_comes_to_each_step_on_its_day(left, step, stale):
    until = None if stale is None else day(stale)
    assert step_of(day(-300), day(left), TODAY) == (step, until)


@pytest.mark.parametrize(("starts", "step"), [(-300, 90), (-1, 90), (0, None)])
def test_a_step_before_the_first_day_is_none(starts, step):
    assert step_of(day(starts), day(89), TODAY)[0] == step


def oracle(starts, ends, runs):
    """The steps that are told by runs on these days, counted day by day without any table."""
    heard = []
    for today in sorted(runs):
        if not starts <= today < ends:
            continue
        due = [step for step in (7, 30, 90) if ends - today <= step and starts <= ends - step]
        # The nearest step whose day has come; one that a nearer one has overtaken is dropped.
        nearest = next((step for step in (7, 30, 90) if ends - today <= step), None)
        if nearest in due and nearest not in heard:
            heard.append(nearest)
    return heard


@given(
    starts=st.integers(-130, 0),
    length=st.integers(1, 140),
    runs=st.sets(st.integers(-120, 130), max_size=8),
)
def test_whenever_the_clock_runs_each_step_is_told_once_or_dropped(starts, length, runs):
    Letter.objects.all().delete()
    Officer.objects.all().delete()
    group = BRG.objects.filter(slug="the-one").first() or factories.brg(slug="the-one")
    ends = starts + length
    office = held(group, starts, ends)
    for run in sorted(runs):
        for _ in range(2):
            remind(run)
    letters = Letter.objects.order_by("pk").values_list("occurrence", "good_until")
    steps = oracle(starts, ends, runs)
    following = {90: ends - 30, 30: ends - 7, 7: ends}
    assert list(letters) == [
        (f"{office.ends.isoformat()} {step}", organization_midnight(day(following[step])))
        for step in steps
    ]
    assert len(titles(office.person)) == len(steps)


@pytest.mark.parametrize("left", STEPS)
def test_whose_term_ends_is_told_and_nobody_else(group, curator, left):
    factories.lead(group)
    office = held(group, -300, left, "treasurer")
    assert remind() == 1
    assert told(office.person) == [
        Told(
            f"Your term ends on {in_words(left)}: Treasurer, Kin",
            "Plan in good time who comes next.",
            "You hold a post of Kin.",
            False,
        )
    ]
    assert everybody().keys() == {f"Your term ends on {in_words(left)}: Treasurer, Kin"}
    letter = Letter.objects.get()
    assert (letter.kind, letter.thing, letter.topic, letter.url) == (
        *("term", key_of(office), key_of(group)),
        f"/me/offices/group/{office.pk}/",
    )


def test_a_term_with_another_end_is_told_of_again(group):
    office = held(group, -300, 7)
    assert [remind(), remind()] == [1, 0]
    Officer.objects.update(ends=day(6))
    assert [remind(), remind()] == [1, 0]
    assert len(titles(office.person)) == 2


def test_a_deputy_is_reminded_of_a_term_long_enough(group):
    office = held(group, -300, 200)
    deputy = held(group, -20, 7, stands_in_for=office)
    assert remind() == 1
    assert titles(deputy.person) == [f"Your term ends on {in_words(7)}: Acting Chair, Kin"]


@pytest.mark.parametrize("visibility", [Visibility.MEMBERS, Visibility.ONLY_ME])
def test_a_reminder_is_discreet_where_the_membership_is(group, visibility):
    person = factories.person()
    factories.membership(person, group, visibility)
    factories.officer(person, group, starts=day(-300), ends=day(7))
    remind()
    assert told(person)[0].discreet is (visibility == Visibility.ONLY_ME)


@pytest.mark.parametrize(
    "facts",
    [{"accepted": None}, {"ends": 0}, {"ends": None}, {"starts": 1}, {"status": "paused"}, "gone"],
)
def test_who_holds_no_post_of_an_active_group_is_not_reminded(group, facts):
    days = {"starts": -300, "ends": 7}
    if facts == "gone":
        office = held(group, **days)
        deactivate(person=office.person, by=None)
    else:
        BRG.objects.update(status=facts.get("status", "active"))
        held(group, **days | {k: v for k, v in facts.items() if k != "status"})
    forget()
    assert remind() == 0
    assert everybody() == {}


def test_a_reminder_on_its_way_is_called_back_when_the_term_ends(group):
    other = factories.lead(group)
    office = held(group, -300, 7)
    remind()
    actions.end(office=office, by=other)
    assert [state for _title, state in mails(office.person)] == ["none", "waiting"]


def test_a_reminder_of_an_end_that_moved_nearer_is_called_back(group):
    office = held(group, -300, 90)
    remind()
    heir = Officer(person=factories.person(), brg=group, starts=day(0), ends=day(300))
    offer = actions.hand_over(office=office, successor=heir, until=day(20), by=office.person)
    actions.accept(office=offer, by=heir.person, visibility=Visibility.LEADS)
    assert mails(office.person) == [
        (f"Your term ends on {in_words(90)}: Chair, Kin", "none"),
        (f"Your term ends on {in_words(20)}: Chair, Kin", "waiting"),
    ]


# Caretakers and vacant posts


def run():
    return actions.tell_of_caretakers(Officer), actions.tell_of_vacancies(Officer)


def test_caretaker_then_vacant_are_told_once_each_on_their_days(group, clock, curator):
    office = held(group, -100, 1)
    expected = {0: (0, 0), 1: (2, 0), 2: (0, 0), 60: (0, 0), 61: (0, 1), 62: (0, 0), 300: (0, 0)}
    for number, facts in expected.items():
        clock(number)
        assert run() == facts, number
    line = f"Nobody follows you yet. You keep the powers until {in_words(61)}."
    assert told(office.person) == [
        Told("You are caretaker now: Chair, Kin", line, "You led Kin.", False)
    ]
    line = f"A lead’s term has ended. A caretaker has the powers until {in_words(61)}."
    vacant = "Nobody leads it, and nobody is caretaker. Offer the post to somebody."
    assert told(curator) == [
        Told("Kin has a caretaker", line, "You are a curator.", False),
        Told("Kin has no lead", vacant, "You are a curator.", False),
    ]
    assert set(everybody()) == {
        "You are caretaker now: Chair, Kin",
        "Kin has a caretaker",
        "Kin has no lead",
    }


def test_after_a_long_silence_nobody_hears_of_a_caretaker_who_is_none_any_more(
    group, clock, curator
):
    held(group, -100, 1)
    clock(200)
    assert run() == (0, 1)
    assert everybody() == {"Kin has no lead": {curator.pk}}


def test_two_caretakers_are_told_each_and_curators_once(group, curator):
    first, second = held(group, -100, -1), held(group, -100, -1, "co_chair")
    assert run() == (3, 0)
    assert [len(titles(who)) for who in (first.person, second.person, curator)] == [1, 1, 1]


def test_a_place_that_was_led_again_is_told_of_again(group, clock, curator):
    held(group, -100, -70)
    assert run() == (0, 1)
    office = held(group, -5, 2)
    assert run() == (0, 0)
    clock(70)
    assert office.caretaking_ends < factories.today()
    assert run() == (0, 1)
    assert titles(curator) == ["Kin has no lead"] * 2


@pytest.mark.parametrize("go", [deactivate, erase])
def test_what_was_told_when_an_account_went_is_not_told_again(group, clock, curator, go):
    held(group, -300, -100)
    office = held(group, -90, 90)
    go(person=office.person, by=None)
    assert titles(curator) == ["Kin has no lead"]
    for number in (0, 1, 100):
        clock(number)
        assert run() == (0, 0)


def test_a_group_that_never_had_a_lead_is_told_of_once(group, curator):
    assert [run(), run()] == [(0, 1), (0, 0)]


@pytest.mark.parametrize("status", ["draft", "paused", "archived"])
def test_a_group_that_is_not_active_needs_no_lead(group, curator, status):
    held(group, -100, -1)
    BRG.objects.update(status=status)
    assert run() == (0, 0)


# Reviews


@pytest.mark.parametrize(("due", "tells"), [(-40, 1), (-1, 1), (0, 0), (1, 0), (None, 0)])
def test_leads_are_told_once_that_a_page_is_overdue_for_review(group, curator, due, tells):
    lead = factories.lead(group)
    factories.membership(factories.person(), group)
    BRG.objects.update(review_date=None if due is None else day(due))
    assert [actions.remind_of_reviews() for _ in range(2)] == [tells, 0]
    title = "Look at your page again: Kin"
    assert everybody() == ({title: {lead.pk}} if tells else {})
    if tells:
        line = f"It was to be reviewed by {in_words(due)}."
        assert told(lead) == [Told(title, line, "You lead Kin.", False)]
        BRG.objects.update(review_date=day(due - 1))
        assert actions.remind_of_reviews() == 1


def test_a_review_that_nobody_led_for_is_told_to_whoever_leads_next(group):
    BRG.objects.update(review_date=day(-1))
    assert actions.remind_of_reviews() == 0
    factories.lead(group)
    assert actions.remind_of_reviews() == 1


@pytest.mark.parametrize("status", ["draft", "paused", "archived"])
def test_a_group_that_is_not_active_is_not_reviewed(group, status):
    factories.lead(group)
    BRG.objects.update(review_date=day(-1), status=status)
    assert actions.remind_of_reviews() == 0
