"""Offices: offered, taken, declined, handed over, stood in for, ended."""

import datetime as dt

import pytest
from django.test import override_settings
from django.utils import timezone

from accounts.actions import deactivate, erase
from accounts.refusal import Refusal
from accounts.visibility import Visibility
from audit.models import AuditEvent, scope_of
from brgs import actions
from brgs.actions import offices
from brgs.models import BRG, Membership, Officer
from brgs.roles import Power
from tests import factories

pytestmark = pytest.mark.django_db

heard = []


def hear(*, officer, by):
    heard.append((officer.role, by))


def day(number):
    return factories.today() + dt.timedelta(days=number)


def unsaved(person, group, role="chair", starts=0, ends=100, **fields):
    last = None if ends is None else day(ends)
    return Officer(person=person, brg=group, role=role, starts=day(starts), ends=last, **fields)


def verbs(group):
    acts = AuditEvent.objects.filter(scope=scope_of(group)).order_by("pk")
    return list(acts.values_list("verb", flat=True))


@pytest.fixture
def group():
    return factories.brg()


@pytest.fixture
def lead(group):
    return factories.lead(group)


@pytest.fixture
def chair(lead):
    return Officer.objects.get(person=lead)


def offered(lead, office):
    return actions.offer(office=office, by=lead)


def taken(lead, office):
    """An office that was offered and accepted by the verbs themselves."""
    office = offered(lead, office)
    return actions.accept(office=office, by=office.person, visibility=Visibility.LEADS)


def leads_now(group):
    return Officer.objects.leading().filter(brg=group).count()


def manages(person, group):
    return BRG.objects.led_by(person).filter(pk=group.pk).exists()


# Offering


def test_an_offer_gives_no_power_and_shows_no_name_before_it_is_accepted(lead, group):
    office = offered(lead, unsaved(factories.person(), group))
    assert not manages(office.person, group)
    assert list(Officer.objects.in_term().filter(brg=group)) != [office]
    assert list(Officer.objects.offered()) == [office]
    assert not Membership.objects.filter(person=office.person).exists()


def test_what_happens_to_an_office_is_on_record_for_the_leads(lead, group):
    office = taken(lead, unsaved(factories.person(), group))
    actions.end(office=office, by=office.person)
    assert verbs(group) == ["officer.offered", "officer.accepted", "officer.ended"]


def test_that_taking_an_office_began_a_membership_is_no_act_that_leads_read(lead, group):
    taken(lead, unsaved(factories.person(), group))
    assert "membership.joined" not in verbs(group)
    assert AuditEvent.objects.filter(verb="membership.joined").count() == 1


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"role": "chapter_lead"}, "no such post here"),
        ({"starts": 10, "ends": 10}, "end after it begins"),
        ({"starts": 10, "ends": 9}, "end after it begins"),
        ({"starts": -10, "ends": 0}, "not in the past"),
        ({"starts": -10, "ends": -5}, "not in the past"),
        ({"starts": 0, "ends": 5 * 366 + 1}, "five years at most"),
        ({"starts": 5 * 366 + 1, "ends": 5 * 366 + 9}, "at most five years from today"),
        ({"starts": -5 * 366 - 1, "ends": 9}, "at most five years from today"),
    ],
)
def test_refuses_a_post_or_a_term_that_makes_no_sense(lead, group, facts, said):
    with pytest.raises(Refusal, match=said):
        offered(lead, unsaved(factories.person(), group, **facts))
    assert Officer.objects.count() == 1


def test_a_term_may_last_five_years_and_begin_and_end_on_the_outermost_days(lead, group):
    offered(lead, unsaved(factories.person(), group, starts=0, ends=5 * 366))
    offered(lead, unsaved(factories.person(), group, starts=5 * 366, ends=5 * 366 + 1))
    offered(lead, unsaved(factories.person(), group, starts=-5 * 366, ends=None))
    offered(lead, unsaved(factories.person(), group, starts=-9, ends=1))


@pytest.mark.parametrize("outsider", [factories.visitor_account, lambda: inactive()])
def test_refuses_somebody_who_is_no_employee(lead, group, outsider):
    with pytest.raises(Refusal, match="Only employees"):
        offered(lead, unsaved(outsider(), group, role="sponsor"))


def inactive():
    return factories.person(is_active=False)


def test_refuses_a_group_that_was_put_away_meanwhile(lead, group):
    office = unsaved(factories.person(), group)
    actions.archive(brg=group, by=factories.superuser())
    with pytest.raises(Refusal, match="put away"):
        offered(lead, office)


@pytest.mark.parametrize(
    ("starts", "ends", "is_refused"),
    [
        (0, 50, True),
        (99, 200, True),
        (100, 200, False),
        (-150, 1, True),
        (-150, 300, True),
        (99, None, True),
        (100, None, False),
    ],
)
def test_one_person_has_a_post_once_on_each_day(lead, group, starts, ends, is_refused):
    """The lead's own term goes from 100 days ago up to 100 days ahead."""
    office = unsaved(lead, group, starts=starts, ends=ends)
    if is_refused:
        with pytest.raises(Refusal, match="has this post already"):
            offered(factories.curator(), office)
    else:
        offered(factories.curator(), office)


def test_a_term_before_one_that_is_coming_is_no_second_one(lead, group):
    alice = factories.person()
    offered(lead, unsaved(alice, group, starts=50, ends=90))
    offered(lead, unsaved(alice, group, starts=0, ends=50))
    with pytest.raises(Refusal, match="has this post already"):
        offered(lead, unsaved(alice, group, starts=89, ends=99))


def test_the_same_post_in_another_group_or_another_post_in_the_same_is_no_second_one(lead, group):
    curator = factories.curator()
    offered(curator, unsaved(lead, factories.brg()))
    offered(curator, unsaved(lead, group, role="events"))


@pytest.mark.parametrize("role", ["chair", "events", "sponsor"])
def test_nobody_gives_a_post_to_themselves(lead, group, role):
    """A deputy of five days would stay for five years."""
    with pytest.raises(Refusal, match="Nobody gives a post to themselves"):
        offered(lead, unsaved(lead, group, role=role, starts=100, ends=200))
    assert Officer.objects.count() == 1


def test_a_term_that_is_over_is_no_bar(lead, group):
    alice = factories.person()
    factories.officer(alice, group, starts=day(-90), ends=day(0))
    offered(lead, unsaved(alice, group, starts=-80, ends=9))


# Taking


def test_taking_a_post_begins_a_membership_with_the_choice(lead, group):
    alice = factories.person()
    office = offered(lead, unsaved(alice, group))
    with pytest.raises(Refusal, match="Choose who may see"):
        actions.accept(office=office, by=alice)
    assert not manages(alice, group)
    actions.accept(office=office, by=alice, visibility=Visibility.ONLY_ME)
    assert Membership.objects.get(person=alice).visibility == "only_me"
    assert manages(alice, group)


def test_a_member_keeps_the_choice_on_taking_a_post(lead, group):
    alice = factories.person()
    factories.membership(alice, group, Visibility.ONLY_ME)
    actions.accept(office=offered(lead, unsaved(alice, group)), by=alice)
    assert Membership.objects.get(person=alice).visibility == "only_me"


@pytest.mark.parametrize("role", ["sponsor", "advisor"])
def test_whoever_stands_beside_the_group_does_not_join_it_and_has_no_powers(lead, group, role):
    alice = factories.person()
    actions.accept(office=offered(lead, unsaved(alice, group, role)), by=alice)
    assert not Membership.objects.filter(person=alice).exists()
    for power in Power:
        assert not Officer.objects.acting(with_power=power).filter(person=alice).exists()


def test_taking_a_post_twice_changes_nothing(lead, group):
    office = taken(lead, unsaved(factories.person(), group))
    again = actions.accept(office=office, by=office.person)
    assert again.accepted == office.accepted
    assert verbs(group).count("officer.accepted") == 1


def test_nobody_answers_an_offer_to_somebody_else(lead, group):
    office = offered(lead, unsaved(factories.person(), group))
    for answer in (actions.accept, actions.decline):
        with pytest.raises(Refusal, match="no longer open"):
            answer(office=office, by=lead)
    assert list(Officer.objects.offered()) == [office]


def test_an_offer_whose_term_has_run_out_or_that_was_taken_back_is_no_longer_open(lead, group):
    alice = factories.person()
    late = factories.officer(alice, group, starts=day(-9), ends=day(0), accepted=None)
    gone = offered(lead, unsaved(alice, group))
    actions.end(office=gone, by=lead)
    gone.pk = 10**9
    for office in (late, gone):
        for answer in (actions.accept, actions.decline):
            with pytest.raises(Refusal, match="no longer open"):
                answer(office=office, by=alice)


def test_an_offer_is_not_taken_in_a_group_put_away_or_by_somebody_who_left_the_house(lead, group):
    alice, bob = factories.person(), factories.person()
    to_alice = offered(lead, unsaved(alice, group, "sponsor"))
    to_bob = offered(lead, unsaved(bob, group, "sponsor"))
    bob.employee_id = None
    bob.save()
    with pytest.raises(Refusal, match="Only employees"):
        actions.accept(office=to_bob, by=bob)
    actions.archive(brg=group, by=factories.superuser())
    with pytest.raises(Refusal, match="put away"):
        actions.accept(office=to_alice, by=alice)


def test_declining_is_as_if_nothing_had_been_offered(lead, group):
    office = offered(lead, unsaved(factories.person(), group))
    actions.decline(office=office, by=office.person)
    assert Officer.objects.filter(brg=group).count() == 1
    assert verbs(group) == ["officer.offered", "officer.declined"]


def test_a_post_that_was_taken_is_not_declined(lead, group):
    office = taken(lead, unsaved(factories.person(), group))
    with pytest.raises(Refusal, match="You can resign"):
        actions.decline(office=office, by=office.person)


# Handing over


def handed_over(chair, until=20, by=None, **facts):
    successor = unsaved(factories.person(), chair.brg, role="events", **facts)
    return actions.hand_over(
        office=chair, successor=successor, until=day(until), by=by or chair.person
    )


def test_a_handover_gives_the_post_and_stops_the_present_one_once_it_is_accepted(chair):
    chair.title = "President"
    chair.save()
    successor = handed_over(chair, starts=10, ends=300, note="The keys are in the drawer.")
    assert (successor.role, successor.title, successor.note) == (
        *("chair", "President"),
        "The keys are in the drawer.",
    )
    chair.refresh_from_db()
    assert chair.ends == day(100)
    actions.accept(office=successor, by=successor.person, visibility=Visibility.LEADS)
    chair.refresh_from_db()
    assert (chair.ends, chair.cut_short) == (day(20), False)
    assert verbs(chair.brg)[-1] == "officer.handed_over"


@pytest.mark.parametrize(
    ("number", "both"),
    [(9, (True, False)), (10, (True, True)), (19, (True, True)), (20, (False, True))],
)
def test_in_the_overlap_both_lead_and_after_it_the_successor_alone(chair, number, both, on_day):
    successor = handed_over(chair, starts=10, ends=300)
    actions.accept(office=successor, by=successor.person, visibility=Visibility.LEADS)
    on_day(number)
    assert (manages(chair.person, chair.brg), manages(successor.person, chair.brg)) == both


@pytest.fixture
def on_day(monkeypatch):
    """Let another day be today, wherever terms are asked about."""
    today = factories.today()

    def turn_to(number):
        for module in ("brgs.models.officer", "brgs.actions.offices"):
            monkeypatch.setattr(
                f"{module}.organization_today", lambda: today + dt.timedelta(days=number)
            )

    return turn_to


def test_a_successor_may_begin_on_the_very_day_on_which_the_present_one_stops(chair):
    handed_over(chair, until=20, starts=20)


@pytest.mark.parametrize(
    ("until", "facts", "said"),
    [
        (20, {"starts": 21, "ends": 300}, "begin by the day"),
        (101, {"starts": 10, "ends": 300}, "lie in the present term"),
        (-1, {"starts": -9, "ends": 300}, "lie in the present term"),
        (20, {"starts": 10, "ends": 20}, "go on after"),
    ],
)
def test_refuses_a_handover_that_leaves_a_gap(chair, until, facts, said):
    with pytest.raises(Refusal, match=said):
        handed_over(chair, until=until, **facts)


def test_a_post_is_handed_over_to_one_successor(chair):
    successor = handed_over(chair)
    with pytest.raises(Refusal, match="named already"):
        handed_over(chair)
    actions.end(office=successor, by=chair.person)
    handed_over(chair)


def test_another_successor_can_be_named_after_one_who_accepted_and_stepped_back(chair):
    successor = handed_over(chair, starts=10)
    actions.accept(office=successor, by=successor.person, visibility=Visibility.LEADS)
    actions.end(office=successor, by=successor.person)
    handed_over(chair)


def test_whoever_accepts_late_stops_the_present_one_on_that_day(chair, on_day):
    successor = handed_over(chair, until=20, starts=10, ends=300)
    on_day(25)
    actions.accept(office=successor, by=successor.person, visibility=Visibility.LEADS)
    chair.refresh_from_db()
    assert chair.ends == day(25)


def test_whoever_accepts_after_the_term_moves_no_day_back(chair, on_day):
    successor = handed_over(chair, until=20, starts=10, ends=300)
    on_day(120)
    actions.accept(office=successor, by=successor.person, visibility=Visibility.LEADS)
    chair.refresh_from_db()
    assert chair.ends == day(100)


def test_a_term_without_an_end_gets_one_in_a_handover(chair):
    chair.ends = None
    chair.save()
    successor = handed_over(chair, until=900, starts=10, ends=1000)
    actions.accept(office=successor, by=successor.person, visibility=Visibility.LEADS)
    chair.refresh_from_db()
    assert chair.ends == day(900)


@pytest.mark.parametrize("facts", [{"accepted": None}, {"ends": "today"}])
def test_only_a_post_that_is_held_is_handed_over_or_stood_in_for(chair, facts):
    facts = {name: day(0) if value == "today" else value for name, value in facts.items()}
    office = factories.officer(factories.person(), chair.brg, "events", **facts)
    for act in (handed_over, stood_in_for):
        with pytest.raises(Refusal, match="not held by anybody"):
            act(office, by=chair.person)


# Standing in


def stood_in_for(office, starts=0, ends=30, person=None, by=None):
    deputy = unsaved(person or factories.person(), office.brg, "events", starts, ends)
    return actions.deputize(office=office, deputy=deputy, by=by or office.person)


def standing_in(office, **facts):
    deputy = stood_in_for(office, **facts)
    return actions.accept(office=deputy, by=deputy.person, visibility=Visibility.LEADS)


def test_a_deputy_has_the_powers_for_the_days_and_fills_no_post(chair, on_day):
    deputy = standing_in(chair, starts=5, ends=30)
    assert str(deputy.shown_title) == "Acting Chair"
    powers = {}
    for number in (4, 5, 29, 30):
        on_day(number)
        powers[number] = (manages(deputy.person, chair.brg), leads_now(chair.brg))
    assert powers == {4: (False, 1), 5: (True, 1), 29: (True, 1), 30: (False, 1)}


@pytest.mark.parametrize(("starts", "ends"), [(-101, 5), (0, 101), (0, None)])
def test_a_deputy_stands_in_within_the_term(chair, starts, ends):
    with pytest.raises(Refusal, match="lie in the officer’s own term"):
        stood_in_for(chair, starts=starts, ends=ends)


def test_nobody_stands_in_for_themselves(chair):
    with pytest.raises(Refusal, match="for themselves"):
        stood_in_for(chair, person=chair.person)


def test_a_deputy_has_no_deputy_and_hands_nothing_over(chair):
    deputy = standing_in(chair)
    for act in (handed_over, stood_in_for):
        with pytest.raises(Refusal, match="not held by anybody"):
            act(deputy)


def test_a_deputy_may_be_the_successor(chair):
    deputy = standing_in(chair)
    successor = unsaved(deputy.person, chair.brg, starts=10, ends=300)
    actions.hand_over(office=chair, successor=successor, until=day(20), by=chair.person)


def test_a_deputy_is_not_asked_twice_for_the_same_days(chair):
    deputy = standing_in(chair)
    with pytest.raises(Refusal, match="has this post already"):
        stood_in_for(chair, person=deputy.person, starts=29, ends=40)


@pytest.mark.parametrize("road", ["end", "leave", "remove", "deactivate"])
@pytest.mark.parametrize("starts", [0, 10])
@pytest.mark.parametrize("is_taken", [True, False])
def test_nobody_stands_in_for_somebody_who_is_gone(chair, road, starts, is_taken):
    other = factories.lead(chair.brg)
    deputy = (standing_in if is_taken else stood_in_for)(chair, starts=starts)
    go(road, chair, other)
    assert not Officer.objects.not_over().filter(stands_in_for=chair).exists()
    assert not manages(deputy.person, chair.brg)


def go(road, office, other):
    """End the office by this road; `other` is another lead of the group."""
    roads = {
        "end": lambda: actions.end(office=office, by=other),
        "resign": lambda: actions.end(office=office, by=office.person),
        "leave": lambda: actions.leave(brg=office.brg, by=office.person),
        "remove": lambda: actions.remove(
            brg=office.brg, person=office.person, by=other, reason="He shouts."
        ),
        "deactivate": lambda: deactivate(person=office.person, by=None),
    }
    return roads[road]()


def test_deputies_stop_with_the_officer_who_hands_over(chair):
    begun, coming = standing_in(chair, ends=50), standing_in(chair, starts=30, ends=50)
    successor = handed_over(chair, until=20, starts=10, ends=300)
    actions.accept(office=successor, by=successor.person, visibility=Visibility.LEADS)
    assert not Officer.objects.filter(pk=coming.pk).exists()
    assert Officer.objects.get(pk=begun.pk).ends == day(20)


# Ending


@pytest.mark.parametrize("road", ["end", "resign", "leave", "remove"])
def test_the_last_lead_stays_by_every_road_and_reads_the_way_out(chair, road):
    other = factories.person()
    # Neither of them leads: a deputy, an offer, a term to come, one who has no such power.
    standing_in(chair)
    offered(chair.person, unsaved(other, chair.brg))
    factories.officer(factories.person(), chair.brg, starts=day(1))
    factories.officer(factories.person(), chair.brg, "secretary")
    factories.lead(factories.brg())
    with pytest.raises(Refusal, match="Hand the post over first, or ask a curator"):
        go(road, chair, other)
    assert leads_now(chair.brg) == 1
    assert manages(chair.person, chair.brg)


@pytest.mark.parametrize("road", ["end", "resign", "leave", "remove", "deactivate"])
def test_where_somebody_else_leads_one_may_go_and_powers_end_at_once(chair, road):
    go(road, chair, factories.lead(chair.brg))
    chair.refresh_from_db()
    assert (chair.ends, chair.cut_short) == (day(0), True)
    assert not manages(chair.person, chair.brg)
    assert not Officer.objects.caretaking().exists()


@pytest.mark.parametrize("status", ["draft", "paused", "archived"])
def test_a_group_that_is_not_active_may_lose_its_last_lead(chair, status):
    BRG.objects.update(status=status, published=timezone.now())
    actions.end(office=chair, by=chair.person)
    assert leads_now(chair.brg) == 0


def test_a_deactivated_last_lead_is_gone_and_the_post_is_listed_vacant(chair):
    assert not BRG.objects.vacant().exists()
    deactivate(person=chair.person, by=None)
    assert list(BRG.objects.vacant()) == [chair.brg]
    assert not Officer.objects.caretaking().exists()


def test_an_office_that_is_no_leads_ends_without_ado(lead, group):
    office = taken(lead, unsaved(factories.person(), group, "secretary"))
    actions.end(office=office, by=lead)
    office.refresh_from_db()
    assert office.ends == day(0)


@pytest.mark.parametrize("is_taken", [True, False])
def test_what_has_not_begun_is_as_if_it_had_never_been(lead, group, is_taken):
    office = (taken if is_taken else offered)(lead, unsaved(factories.person(), group, starts=10))
    actions.end(office=office, by=lead)
    assert not Officer.objects.filter(person=office.person).exists()
    assert verbs(group)[-1] == ("officer.ended" if is_taken else "officer.offer_taken_back")


def test_a_coming_term_that_is_ended_takes_its_deputy_along(lead, group):
    office = taken(lead, unsaved(factories.person(), group, starts=10))
    standing_in(office, starts=20, ends=30)
    actions.end(office=office, by=lead)
    assert list(Officer.objects.values_list("person", flat=True)) == [lead.pk]
    assert verbs(group)[-2:] == ["officer.ended", "officer.ended"]


@pytest.mark.parametrize("ending", ["leave", "remove"])
def test_an_offer_stays_when_a_membership_ends_as_if_there_had_been_none(lead, group, ending):
    """An offer that went with it would tell the leads that a hidden person had belonged."""
    hidden, nobody = factories.person(), factories.person()
    factories.membership(hidden, group, "only_me")
    for person in (hidden, nobody):
        offered(lead, unsaved(person, group))
    before = verbs(group)
    if ending == "leave":
        actions.leave(brg=group, by=hidden)
    else:
        actions.remove(brg=group, person=hidden, by=lead, reason="Why.")
    assert {office.person for office in Officer.objects.offered()} == {hidden, nobody}
    assert [verb for verb in verbs(group) if verb.startswith("officer")] == before


def test_a_sponsor_who_leaves_as_a_member_stays_sponsor(lead, group):
    sponsor = factories.person()
    factories.membership(sponsor, group, "only_me")
    office = factories.officer(sponsor, group, "sponsor")
    actions.leave(brg=group, by=sponsor)
    office.refresh_from_db()
    assert not office.is_over()


def test_whoever_is_erased_ends_their_posts_on_record(lead, group):
    factories.officer(factories.person(), group, stands_in_for=Officer.objects.get())
    erase(person=lead, by=factories.curator())
    assert verbs(group) == ["officer.ended", "officer.ended"]
    assert not Officer.objects.in_term().exists()


def test_ending_twice_changes_nothing(lead, group):
    office = taken(lead, unsaved(factories.person(), group))
    for _ in range(2):
        actions.end(office=office, by=lead)
    assert verbs(group).count("officer.ended") == 1


def test_those_above_hear_of_an_office_that_ended_and_of_no_offer(lead, group):
    heard.clear()
    office = taken(lead, unsaved(factories.person(), group, "events"))
    offer = offered(lead, unsaved(factories.person(), group))
    with override_settings(ON_OFFICE_ENDED=[f"{__name__}.hear"]):
        actions.end(office=office, by=lead)
        actions.end(office=offer, by=lead)
    assert heard == [("events", lead)]


def test_a_successor_does_not_lengthen_a_term_that_was_ended_meanwhile(
    lead, group, chair, monkeypatch
):
    """Deactivating holds no group: it may end the present term while the successor accepts."""
    alice = factories.person()
    successor = unsaved(alice, group, starts=5, ends=200)
    actions.hand_over(office=chair, successor=successor, until=day(9), by=lead)
    own_offer = offices._own_offer

    def read_before_it_ended(office, by):
        office = own_offer(office, by)
        assert office.predecessor.ends == day(100)
        Officer.objects.filter(pk=chair.pk).update(ends=day(0), cut_short=True)
        return office

    monkeypatch.setattr(offices, "_own_offer", read_before_it_ended)
    actions.accept(office=successor, by=alice, visibility=Visibility.LEADS)
    chair.refresh_from_db()
    assert chair.ends == day(0)
