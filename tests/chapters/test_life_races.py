"""Two who decide about one chapter at the same moment: real threads, real connections."""

import pytest

from accounts.actions import deactivate
from accounts.refusal import Refusal
from audit.models import AuditEvent
from chapters import actions
from chapters.models import Chapter, ChapterMembership, ChapterOfficer, Proposal
from tests import factories
from tests.brgs.test_races import at_once
from tests.connections import while_uncommitted

pytestmark = pytest.mark.django_db(transaction=True)

HANDS = 4


def refused(outcomes):
    """How many were told no; anything else that went wrong is a mistake of ours."""
    wrong = [each for each in outcomes if isinstance(each, Exception)]
    assert all(isinstance(each, Refusal) for each in wrong), wrong
    return len(wrong)


def on_record(verb):
    return AuditEvent.objects.filter(verb=verb).count()


def test_closing_at_once_closes_once():
    group = factories.brg()
    lead, chapter = factories.lead(group), factories.chapter(group)
    factories.chapter_lead(chapter)

    def close():
        return actions.change_state(chapter=chapter, status="closed", by=lead)

    assert refused(at_once(*[close] * HANDS)) == 0
    assert (on_record("chapter.closed"), on_record("officer.ended")) == (1, 1)
    assert not ChapterMembership.objects.current().exists()


def test_nobody_slips_into_a_chapter_that_closes():
    group = factories.brg()
    lead, chapter = factories.lead(group), factories.chapter(group)
    people = [factories.person() for _ in range(HANDS)]
    for person in people:
        factories.membership(person, group)
    at_once(
        lambda: actions.change_state(chapter=chapter, status="closed", by=lead),
        *[lambda person=person: actions.join(chapter=chapter, by=person) for person in people],
    )
    assert Chapter.objects.get().status == "closed"
    assert not ChapterMembership.objects.current().exists()


def supported():
    group = factories.brg()
    return factories.proposal(group, factories.person(), state="supported")


def approve_with_two_hands(proposal):
    curators = [factories.curator(), factories.curator()]
    return at_once(
        *[lambda by=by: actions.approve(proposal=proposal, by=by, version=1) for by in curators]
    )


def test_of_two_who_approve_at_once_one_is_told():
    proposal = supported()
    assert refused(approve_with_two_hands(proposal)) == 1
    assert on_record("chapter.opened") == 1


@pytest.mark.postgres
def test_control_without_the_hold_both_approve(monkeypatch):
    monkeypatch.setattr(actions.proposals, "_held", lambda proposal, *states, **given: proposal)
    assert refused(approve_with_two_hands(supported())) == 0
    assert on_record("chapter.opened") == 2


def test_approved_and_taken_back_at_once_is_one_of_both():
    proposal = supported()
    curator = factories.curator()
    outcomes = at_once(
        lambda: actions.approve(proposal=proposal, by=curator, version=1),
        lambda: actions.withdraw(proposal=proposal, by=proposal.proposed_by),
    )
    assert refused(outcomes) == 1
    left = list(Proposal.objects.values_list("state", "chapter__status"))
    assert (left, Chapter.objects.count()) in [([("approved", "active")], 1), ([], 0)]


@pytest.mark.postgres
def test_what_a_curator_opens_while_its_proposer_is_deactivated_stays_open():
    proposal, carol = supported(), factories.superuser()
    with while_uncommitted(lambda: deactivate(person=proposal.proposed_by, by=carol)):
        actions.approve(proposal=proposal, by=factories.curator(), version=1)
    assert Proposal.objects.values_list("state", "chapter__status").get() == ("approved", "active")
    proposal.proposed_by.refresh_from_db()
    assert not proposal.proposed_by.is_active


def test_supported_and_returned_at_once_is_one_of_both():
    group = factories.brg()
    proposal = factories.proposal(group, factories.person())
    one, two = factories.lead(group), factories.lead(group)
    outcomes = at_once(
        lambda: actions.support(proposal=proposal, by=one, version=1),
        lambda: actions.return_proposal(
            proposal=Proposal.objects.get(), by=two, version=1, note="Which city?"
        ),
    )
    assert refused(outcomes) in (0, 1)
    # Whoever reads what is supported may return it; what was returned is not supported any more.
    assert (on_record("chapter.supported"), Proposal.objects.get().state) in [
        (1, "supported"),
        (1, "returned"),
        (0, "returned"),
    ]


def test_proposing_at_once_makes_one_proposal():
    group, member = factories.brg(), factories.person()
    factories.membership(member, group)
    region = factories.region()

    def propose():
        chapter = Chapter(brg=group, region=region, name="Denver")
        words = Proposal(purpose="To meet.", why_here="We are many here.")
        return actions.propose(chapter=chapter, proposal=words, by=member, officers=[member])

    assert refused(at_once(*[propose] * HANDS)) == HANDS - 1
    assert (Proposal.objects.count(), Chapter.objects.count()) == (1, 1)
    assert ChapterOfficer.objects.count() == 1


def test_two_editors_at_once_keep_one_text_and_tell_the_other():
    group = factories.brg()
    lead, chapter = factories.lead(group), factories.chapter(group)

    def save(city):
        copy = Chapter.objects.get(pk=chapter.pk)
        copy.city = city
        return actions.save_chapter(chapter=copy, by=lead, version=1)

    outcomes = at_once(*[lambda city=city: save(city) for city in ("Aurora", "Boulder")])
    assert refused(outcomes) == 1
    (kept,) = (each for each in outcomes if isinstance(each, Chapter))
    assert Chapter.objects.get().city == kept.city
