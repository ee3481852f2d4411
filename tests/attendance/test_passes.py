"""A pass: made by its holder alone, unique at its event, good as long as the event is theirs."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.actions import deactivate
from accounts.refusal import Refusal
from attendance import actions
from attendance.actions import passes
from attendance.models import Pass
from audit.models import AuditEvent
from brgs.actions import leave
from tests import factories
from tests.attendance.conftest import at_the_door

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return factories.person()


def test_a_code_is_eight_letters_that_are_taken_for_nothing_else():
    codes = {passes.make_code() for _ in range(2_000)}
    assert len(codes) == 2_000
    used = set("".join(codes))
    assert used == set("BCDFGHJKMNPQRSTVWXYZ")
    assert {len(code) for code in codes} == {8}


def test_codes_come_from_the_source_for_secrets(event, anna, monkeypatch):
    monkeypatch.setattr(passes.secrets, "choice", lambda letters: letters[0])
    assert actions.make_pass(event=event, by=anna).code == "BBBBBBBB"


def test_there_is_one_pass_for_each_person_and_event(event, anna):
    first = actions.make_pass(event=event, by=anna)
    assert actions.make_pass(event=event, by=anna) == first
    other = actions.make_pass(event=at_the_door(event.brg), by=anna)
    assert Pass.objects.count() == 2
    assert other.code != first.code
    assert AuditEvent.objects.filter(verb="pass.made", actor=anna.public_id).count() == 2


def test_a_code_that_somebody_has_is_drawn_again(event, anna, monkeypatch):
    drawn = iter(["BBBBBBBB", "BBBBBBBB", "CCCCCCCC"])
    monkeypatch.setattr(passes, "make_code", lambda: next(drawn))
    actions.make_pass(event=event, by=factories.person())
    assert actions.make_pass(event=event, by=anna).code == "CCCCCCCC"


def test_where_no_code_is_to_be_had_it_says_so(event, anna, monkeypatch):
    monkeypatch.setattr(passes, "make_code", lambda: "BBBBBBBB")
    actions.make_pass(event=event, by=factories.person())
    with pytest.raises(Refusal, match="Please try again"):
        actions.make_pass(event=event, by=anna)


def over(kin):
    return at_the_door(kin, starts=timezone.now() - dt.timedelta(hours=8))


NOT_FOR_THEM = {
    "members": lambda kin: at_the_door(kin, audience="members"),
    "draft": lambda kin: at_the_door(kin, status="draft", published=None),
    "cancelled": lambda kin: at_the_door(kin, status="cancelled", cancelled=timezone.now()),
    "over": over,
}


@pytest.mark.parametrize("kind", NOT_FOR_THEM)
def test_no_pass_for_what_is_not_theirs_or_does_not_take_place(kin, anna, kind):
    with pytest.raises(Refusal):
        actions.make_pass(event=NOT_FOR_THEM[kind](kin), by=anna)
    assert not Pass.objects.exists()


def test_a_member_has_a_pass_for_an_event_of_members_without_an_answer(kin, anna):
    event = at_the_door(kin, audience="members")
    factories.membership(anna, kin, "only_me")
    assert actions.make_pass(event=event, by=anna)


def test_an_account_that_is_no_employee_has_none(kin):
    event = at_the_door(kin, audience="public")
    with pytest.raises(Refusal):
        actions.make_pass(event=event, by=factories.visitor_account())


TYPED = ["bcdfghjk", "BCDF GHJK", " bcdf-ghjk ", "BCDF–GHJK", "b c d f.g h j k"]


@pytest.mark.parametrize("typed", [*TYPED, "https://x.example/events/7/door/?code=BCDFGHJK"])
def test_a_code_is_known_however_it_is_typed_or_read(event, anna, typed):
    Pass.objects.create(event=event, person=anna, code="BCDFGHJK")
    assert actions.person_of_code(event, typed) == anna


NO_CODES = [
    "",
    "BCDFGHJ",
    "BCDFGHJKK",
    "BCDFGHJA",
    "ＢＣＤＦＧＨＪＫ",
    "\0",
    "٣" * 8,
    "BCDFGHJK" * 900,
]


@pytest.mark.parametrize("typed", NO_CODES)
def test_what_is_no_code_is_nobodys(event, anna, typed):
    Pass.objects.create(event=event, person=anna, code="BCDFGHJK")
    assert actions.person_of_code(event, typed) is None


def test_a_code_is_good_at_its_own_door_alone(event, anna):
    code = actions.make_pass(event=event, by=anna).code
    assert actions.person_of_code(at_the_door(event.brg), code) is None


def test_a_pass_ends_when_the_event_is_theirs_no_more(kin, anna):
    event = at_the_door(kin, audience="members")
    factories.membership(anna, kin)
    code = actions.make_pass(event=event, by=anna).code
    assert actions.person_of_code(event, code) == anna
    leave(brg=kin, by=anna)
    assert actions.person_of_code(event, code) is None


def test_a_pass_ends_with_the_account(event, anna):
    code = actions.make_pass(event=event, by=anna).code
    deactivate(person=anna, by=None)
    assert actions.person_of_code(event, code) is None


def test_one_finds_ones_own_passes_and_no_others(event, anna):
    mine = actions.make_pass(event=event, by=anna)
    actions.make_pass(event=event, by=factories.person())
    assert list(Pass.objects.of(anna)) == [mine]
