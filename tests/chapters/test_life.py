"""A chapter's life: proposed, supported, opened; resting, awake, closed. Who may is elsewhere."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.refusal import Refusal
from accounts.visibility import Visibility
from audit.models import AuditEvent, scope_of
from brgs import actions as group_actions
from brgs.models import Membership
from brgs.roles import Power
from chapters import actions
from chapters.actions.life import RESERVED
from chapters.models import Chapter, ChapterMembership, ChapterOfficer, Proposal
from tests import factories

pytestmark = pytest.mark.django_db

Status, State = Chapter.Status, Proposal.State
DAY = dt.timedelta(days=1)


@pytest.fixture
def group():
    return factories.brg()


@pytest.fixture
def lead(group):
    return factories.lead(group)


@pytest.fixture
def member(group):
    return member_of(group)


@pytest.fixture
def curator():
    return factories.curator()


@pytest.fixture
def asked(group, member):
    return factories.proposal(group, member)


@pytest.fixture
def supported(group, member, lead):
    return factories.proposal(group, member, state=State.SUPPORTED, supported_by=lead)


def member_of(group, chapter=None):
    person = factories.person()
    own = factories.membership(person, group)
    if chapter:
        factories.chapter_membership(own, chapter)
    return person


def proposed(group, by, name="Denver", officers=()):
    chapter = Chapter(brg=group, region=factories.region(), name=name)
    words = Proposal(purpose="To meet.", why_here="We are many here.")
    return actions.propose(chapter=chapter, proposal=words, by=by, officers=officers)


def on_record(thing, by=None):
    """What stands on record about a thing: (verb, scope), in its order."""
    rows = AuditEvent.objects.filter(thing_kind=thing._meta.model_name, thing_id=str(thing.pk))
    rows = rows.filter(actor=by.public_id) if by else rows
    return list(rows.order_by("pk").values_list("verb", "scope"))


def fresh(row):
    return type(row).objects.get(pk=row.pk)


# Proposing


def test_a_member_proposes_a_chapter_that_waits_for_the_leads(group, member):
    proposal = proposed(group, member)
    assert (proposal.state, proposal.proposed_by, proposal.supported_by) == ("asked", member, None)
    assert (proposal.chapter.status, proposal.chapter.slug) == ("proposed", "denver")
    assert list(Proposal.objects.for_leads()) == [proposal]
    assert not Proposal.objects.for_curators().exists()
    assert on_record(proposal.chapter, member) == [("chapter.proposed", scope_of(group))]


def test_what_a_lead_proposes_goes_on_to_the_curators(group, lead):
    proposal = proposed(group, lead)
    assert (proposal.state, proposal.supported_by) == ("supported", lead)
    assert list(Proposal.objects.for_curators()) == [proposal]
    assert not Proposal.objects.for_leads().exists()


def test_only_members_propose(group):
    for somebody in (factories.person(), factories.curator()):
        with pytest.raises(Refusal, match="Join the group first"):
            proposed(group, somebody)
    assert not Chapter.objects.exists()


@pytest.mark.parametrize("status", ["paused", "draft", "archived"])
def test_nothing_is_proposed_in_a_group_that_is_not_active(group, member, status):
    seen = fresh(group)
    group.status = status
    group.save()
    with pytest.raises(Refusal, match="not active at the moment"):
        proposed(seen, member)
    assert not Chapter.objects.exists()


def test_whoever_has_left_proposes_nothing(group, member):
    Membership.objects.update(left=timezone.now())
    with pytest.raises(Refusal, match="Join the group first"):
        proposed(group, member)


@pytest.mark.parametrize("state", ["asked", "supported", "returned"])
def test_one_proposal_of_a_person_waits_in_a_group(group, member, state):
    factories.proposal(group, member, state=state)
    with pytest.raises(Refusal, match="Wait for the answer"):
        proposed(group, member)
    other = factories.brg()
    factories.membership(member, other)
    assert proposed(other, member).state == "asked"


@pytest.mark.parametrize("state", ["approved", "withdrawn"])
def test_after_an_answer_the_next_one_can_be_proposed(group, member, state):
    factories.proposal(group, member, state=state)
    assert proposed(group, member).state == "asked"


def test_first_officers_are_asked_and_the_proposer_has_answered_by_proposing(group, member):
    other = factories.person()
    proposal = proposed(group, member, officers=[member, other])
    offices = ChapterOfficer.objects.filter(chapter=proposal.chapter)
    assert offices.get(person=member).accepted
    assert offices.get(person=other).accepted is None
    assert set(offices.values_list("role", "starts")) == {("chapter_lead", factories.today())}
    assert not Membership.objects.filter(person=other).exists()


def test_who_cannot_hold_an_office_is_no_first_officer(group, member):
    with pytest.raises(Refusal, match="Only employees"):
        proposed(group, member, officers=[factories.visitor_account()])
    assert not Chapter.objects.exists()
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("word", RESERVED)
def test_no_chapter_takes_an_address_that_means_something_else(group, member, curator, word):
    assert proposed(group, member, name=word.title()).chapter.slug == f"{word}-2"
    chosen = Chapter(brg=group, region=factories.region(), name="Denver", slug=word)
    with pytest.raises(Refusal, match="address is taken"):
        actions.create_chapter(chapter=chosen, by=curator)


def test_chapters_of_one_name_have_different_addresses(group, curator):
    for _ in range(3):
        chapter = Chapter(brg=group, region=factories.region(), name="Denver")
        actions.create_chapter(chapter=chapter, by=curator)
        actions.change_state(chapter=chapter, status="closed", by=curator)
    slugs = Chapter.objects.values_list("slug", flat=True)
    assert sorted(slugs) == ["denver", "denver-2", "denver-3"]


def test_a_long_name_makes_an_address_that_fits(group, curator):
    for _ in range(2):
        name = "a" * 49 + " " + "b" * 60
        chapter = Chapter(brg=group, region=factories.region(), name=name)
        actions.create_chapter(chapter=chapter, by=curator)
        actions.change_state(chapter=chapter, status="closed", by=curator)
    assert sorted(Chapter.objects.values_list("slug", flat=True)) == ["a" * 49, "a" * 49 + "-2"]


# What leads say to it


def test_leads_support_a_proposal(asked, lead, group):
    proposal = actions.support(proposal=asked, by=lead, version=1, note=" Needed. ")
    assert (proposal.state, proposal.supported_by, proposal.note) == ("supported", lead, "Needed.")
    assert on_record(asked.chapter) == [("chapter.supported", scope_of(group))]
    assert asked.chapter.status == "proposed"


@pytest.mark.parametrize("state", ["supported", "returned", "approved", "withdrawn"])
def test_only_what_waits_for_the_leads_is_supported(group, member, lead, state):
    proposal = factories.proposal(group, member, state=state)
    with pytest.raises(Refusal, match="moved on"):
        actions.support(proposal=proposal, by=lead, version=1)
    assert fresh(proposal).state == state
    assert on_record(proposal.chapter) == []


def test_leads_ask_for_changes_with_a_note(asked, lead, group):
    proposal = actions.return_proposal(proposal=asked, by=lead, version=1, note=" Which city? ")
    assert (proposal.state, proposal.note) == ("returned", "Which city?")
    assert on_record(asked.chapter) == [("chapter.returned", scope_of(group))]


def test_nobody_asks_for_changes_without_saying_which(asked, lead):
    with pytest.raises(Refusal, match="Say what to change"):
        actions.return_proposal(proposal=asked, by=lead, version=1, note=" \n")
    assert fresh(asked).state == "asked"


def test_a_curator_returns_what_leads_support(supported, curator):
    actions.return_proposal(proposal=supported, by=curator, version=1, note="No.")
    assert fresh(supported).state == "returned"


def test_what_was_supported_meanwhile_is_not_returned_unknowingly(asked, lead, group):
    seen = fresh(asked)
    actions.support(proposal=asked, by=factories.lead(group), version=1)
    with pytest.raises(Refusal, match="moved on"):
        actions.return_proposal(proposal=seen, by=lead, version=1, note="Which city?")
    assert fresh(asked).state == "supported"


@pytest.mark.parametrize("state", ["returned", "approved", "withdrawn"])
def test_what_is_decided_is_not_returned(group, member, lead, state):
    proposal = factories.proposal(group, member, state=state)
    with pytest.raises(Refusal, match="moved on"):
        actions.return_proposal(proposal=proposal, by=lead, version=1, note="Which city?")


# What was read


def said_anew(proposal):
    """The proposal, returned and sent again with other words, waits where it did."""
    waits = proposal.state
    Proposal.objects.update(state=State.RETURNED)
    proposal = Proposal.objects.select_related("chapter").get(pk=proposal.pk)
    proposal.purpose = "Something else."
    proposal = actions.resubmit(
        proposal=proposal, chapter=proposal.chapter, by=proposal.proposed_by
    )
    Proposal.objects.update(state=waits)
    return fresh(proposal)


def test_nobody_supports_or_returns_words_that_they_have_not_read(asked, lead):
    newer = said_anew(asked)
    with pytest.raises(group_actions.EditConflict):
        actions.support(proposal=newer, by=lead, version=1)
    with pytest.raises(group_actions.EditConflict):
        actions.return_proposal(proposal=newer, by=lead, version=1, note="Which city?")
    assert (fresh(asked).state, fresh(asked).purpose) == ("asked", "Something else.")
    assert actions.support(proposal=newer, by=lead, version=2).state == "supported"


def test_nobody_opens_a_chapter_by_words_that_they_have_not_read(supported, curator):
    newer = said_anew(supported)
    with pytest.raises(group_actions.EditConflict):
        actions.approve(proposal=newer, by=curator, version=1)
    assert fresh(newer.chapter).status == "proposed"
    assert actions.approve(proposal=newer, by=curator, version=2).state == "approved"


def test_a_lead_s_new_words_are_a_version_of_their_own(group, lead, curator):
    proposal = factories.proposal(group, lead, state=State.RETURNED)
    again = actions.resubmit(proposal=proposal, chapter=proposal.chapter, by=lead)
    assert (again.state, again.version) == ("supported", 2)
    with pytest.raises(group_actions.EditConflict):
        actions.approve(proposal=again, by=curator, version=1)


# Again, or not at all


def test_asking_again_keeps_the_new_words_and_waits_for_the_leads(supported, member, curator):
    actions.return_proposal(proposal=supported, by=curator, version=1, note="Which city?")
    proposal = fresh(supported)
    chapter = proposal.chapter
    chapter.name, chapter.city, proposal.purpose = "Greater Denver", "Denver", "To meet often."
    proposal = actions.resubmit(proposal=proposal, chapter=chapter, by=member)
    proposal = fresh(proposal)
    assert (proposal.state, proposal.supported_by) == ("asked", None)
    assert (proposal.purpose, proposal.note) == ("To meet often.", "Which city?")
    assert (proposal.chapter.city, proposal.chapter.slug) == ("Denver", "greater-denver")
    assert on_record(chapter, member) == [("chapter.proposed", scope_of(chapter.brg))]


def test_a_lead_who_asks_again_supports_it_by_that(group, lead):
    proposal = factories.proposal(group, lead, state=State.RETURNED, note="Which city?")
    proposal = actions.resubmit(proposal=proposal, chapter=proposal.chapter, by=lead)
    assert (proposal.state, proposal.supported_by, proposal.note) == ("supported", lead, "")


def test_asking_again_overwrites_nothing_but_the_words(group, member):
    proposal = factories.proposal(group, member, state=State.RETURNED)
    typed = fresh(proposal.chapter)
    typed.status, typed.brg = Status.ACTIVE, factories.brg()
    actions.resubmit(proposal=proposal, chapter=typed, by=member)
    assert (fresh(typed).status, fresh(typed).brg) == ("proposed", group)


@pytest.mark.parametrize("state", ["asked", "supported", "approved", "withdrawn"])
def test_only_what_was_returned_is_asked_again(group, member, state):
    proposal = factories.proposal(group, member, state=state)
    chapter = proposal.chapter
    chapter.name = "Elsewhere"
    with pytest.raises(Refusal, match="moved on"):
        actions.resubmit(proposal=proposal, chapter=chapter, by=member)
    assert fresh(chapter).name != "Elsewhere"


def test_taking_a_proposal_back_takes_its_offers_along(group, member):
    other = factories.person()
    proposal = proposed(group, member, officers=[member, other])
    actions.withdraw(proposal=proposal, by=member)
    for model in (Chapter, Proposal, ChapterOfficer):
        assert not model.objects.exists()
    # Leads read nothing of it, as when the proposer leaves the group.
    assert on_record(proposal.chapter)[-1] == ("chapter.withdrawn", "")


def test_what_was_taken_back_leaves_its_address_free(group, member):
    for _ in range(2):
        proposal = proposed(group, member, officers=[member])
        assert proposal.chapter.slug == "denver"
        actions.withdraw(proposal=proposal, by=member)


def test_a_chapter_to_which_something_points_is_closed_and_kept(group, member, asked):
    factories.chapter_membership(Membership.objects.get(person=member), asked.chapter)
    actions.withdraw(proposal=asked, by=member)
    assert (fresh(asked).state, fresh(asked.chapter).status) == ("withdrawn", "closed")
    assert fresh(asked).decided
    assert not ChapterMembership.objects.current().exists()
    assert on_record(asked.chapter) == [("chapter.withdrawn", "")]


def test_what_was_taken_back_is_answered_by_nobody(asked, member, lead, curator):
    actions.withdraw(proposal=asked, by=member)
    for answer in (
        lambda: actions.support(proposal=asked, by=lead, version=1),
        lambda: actions.withdraw(proposal=asked, by=member),
        lambda: actions.approve(proposal=asked, by=curator, version=1),
    ):
        with pytest.raises(Refusal, match="moved on"):
            answer()


@pytest.mark.parametrize("state", ["approved", "withdrawn"])
def test_what_is_decided_is_not_taken_back(group, member, state):
    proposal = factories.proposal(group, member, state=state)
    with pytest.raises(Refusal, match="moved on"):
        actions.withdraw(proposal=proposal, by=member)
    assert fresh(proposal.chapter).status == "proposed"


@pytest.mark.parametrize("state", ["asked", "supported", "returned"])
def test_whoever_leaves_the_group_takes_back_what_they_proposed_in_it(group, member, state):
    proposal = factories.proposal(group, member, state=state)
    elsewhere, others = factories.brg(), factories.proposal(group, member_of(group))
    factories.membership(member, elsewhere)
    kept = factories.proposal(elsewhere, member)
    group_actions.leave(brg=group, by=member)
    assert not Chapter.objects.filter(pk=proposal.chapter_id).exists()
    assert not Proposal.objects.filter(pk=proposal.pk).exists()
    assert (fresh(kept).state, fresh(others).state) == ("asked", "asked")
    # Leads would read from it that somebody has left.
    assert on_record(proposal.chapter) == [("chapter.withdrawn", "")]


def test_a_chapter_that_was_opened_stays_when_its_proposer_leaves(group, member):
    proposal = factories.proposal(group, member, state=State.APPROVED)
    Chapter.objects.update(status=Status.ACTIVE)
    group_actions.leave(brg=group, by=member)
    assert (fresh(proposal).state, fresh(proposal.chapter).status) == ("approved", "active")


# Opening


def test_a_curator_opens_what_leads_support(supported, curator, group):
    proposal = actions.approve(proposal=supported, by=curator, version=1)
    assert (proposal.state, fresh(proposal.chapter).status) == ("approved", "active")
    assert proposal.decided
    assert on_record(proposal.chapter) == [("chapter.opened", scope_of(group))]


@pytest.mark.parametrize("state", ["asked", "returned", "approved", "withdrawn"])
def test_nothing_opens_without_the_support_of_leads(group, member, curator, state):
    proposal = factories.proposal(group, member, state=state)
    with pytest.raises(Refusal, match="moved on"):
        actions.approve(proposal=proposal, by=curator, version=1)
    assert fresh(proposal.chapter).status == "proposed"


def test_nobody_approves_their_own_proposal(group, curator):
    factories.membership(curator, group)
    proposal = factories.proposal(group, curator, state=State.SUPPORTED)
    with pytest.raises(Refusal, match="You proposed this"):
        actions.approve(proposal=proposal, by=curator, version=1)
    assert (fresh(proposal).state, fresh(proposal.chapter).status) == ("supported", "proposed")


def test_nobody_approves_what_they_have_supported_as_a_lead(group, member, curator):
    proposal = factories.proposal(group, member, state=State.SUPPORTED, supported_by=curator)
    with pytest.raises(Refusal, match="You supported this"):
        actions.approve(proposal=proposal, by=curator, version=1)
    assert (fresh(proposal).state, fresh(proposal.chapter).status) == ("supported", "proposed")


@pytest.mark.parametrize("accepted", [None, timezone.now()])
def test_nobody_approves_a_chapter_of_which_they_would_be_an_officer(supported, curator, accepted):
    post = factories.chapter_officer(curator, supported.chapter, "advisor", accepted=accepted)
    with pytest.raises(Refusal, match="a post in this chapter"):
        actions.approve(proposal=supported, by=curator, version=1)
    assert fresh(supported.chapter).status == "proposed"
    post.delete()
    factories.chapter_officer(curator, factories.chapter(supported.chapter.brg))
    assert actions.approve(proposal=supported, by=curator, version=1).state == "approved"


def test_no_chapter_opens_in_a_paused_group(supported, curator, group):
    group.status = "paused"
    group.save()
    with pytest.raises(Refusal, match="not active at the moment"):
        actions.approve(proposal=supported, by=curator, version=1)


def test_first_officers_who_accepted_belong_to_the_chapter_that_opens(group, lead, curator):
    member, other = member_of(group), factories.person()
    proposal = proposed(group, member, officers=[member, other])
    actions.support(proposal=proposal, by=lead, version=1)
    assert not ChapterMembership.objects.exists()
    actions.approve(proposal=proposal, by=curator, version=1)
    rows = ChapterMembership.objects.current().filter(chapter=proposal.chapter)
    assert [row.membership.person for row in rows] == [member]
    assert list(Chapter.objects.led_by(member)) == [proposal.chapter]
    assert not Chapter.objects.led_by(other).exists()


def test_first_terms_begin_with_the_chapter_and_last_a_year(group, lead, curator):
    member, other = member_of(group), factories.person()
    proposal = proposed(group, member, officers=[member, other])
    gone = factories.chapter_officer(factories.person(), proposal.chapter, ends=factories.today())
    days = {"starts": factories.today() - 90 * DAY, "ends": None}
    ChapterOfficer.objects.exclude(pk=gone.pk).update(**days)
    actions.support(proposal=proposal, by=lead, version=1)
    actions.approve(proposal=proposal, by=curator, version=1)
    posts = ChapterOfficer.objects.filter(person__in=[member, other])
    year = (factories.today(), factories.today() + 365 * DAY)
    assert list(posts.values_list("starts", "ends")) == [year, year]
    assert fresh(gone).ends == factories.today()


@pytest.mark.parametrize("status", ["proposed", "active", "dormant"])
def test_nobody_is_an_officer_of_a_chapter_that_is_only_proposed(group, status):
    chapter = factories.chapter(group, status=status)
    post = factories.chapter_officer(factories.person(), chapter)
    deputy = factories.chapter_officer(factories.person(), chapter, stands_in_for=post)
    found = ChapterOfficer.objects
    for rows, those in (
        (found.accepted(), {post, deputy}),
        (found.in_term(), {post, deputy}),
        (found.acting(with_power=Power.MANAGE), {post, deputy}),
        (found.leading(), {post}),
    ):
        assert set(rows) == (set() if status == "proposed" else those)
    ChapterOfficer.objects.update(ends=factories.today())
    assert set(found.caretaking()) == (set() if status == "proposed" else {post})


def test_a_first_officer_moves_from_another_chapter(group, lead, curator):
    before = factories.chapter(group)
    member = member_of(group, before)
    proposal = proposed(group, member, officers=[member])
    actions.support(proposal=proposal, by=lead, version=1)
    actions.approve(proposal=proposal, by=curator, version=1)
    assert ChapterMembership.objects.current().get().chapter == proposal.chapter


def test_the_last_lead_of_another_chapter_cannot_move_before_it_has_a_new_one(group, lead, curator):
    before = factories.chapter(group)
    other_lead = factories.chapter_lead(before)
    proposal = proposed(group, other_lead, officers=[other_lead])
    actions.support(proposal=proposal, by=lead, version=1)
    with pytest.raises(Refusal, match="last lead of another chapter"):
        actions.approve(proposal=proposal, by=curator, version=1)
    assert fresh(proposal.chapter).status == "proposed"
    factories.chapter_lead(before)
    actions.approve(proposal=proposal, by=curator, version=1)
    assert fresh(proposal.chapter).status == "active"


def test_who_gave_the_post_back_meanwhile_does_not_come_along(group, lead, curator):
    member = member_of(group)
    proposal = proposed(group, member, officers=[member])
    actions.support(proposal=proposal, by=lead, version=1)
    group_actions.end(office=ChapterOfficer.objects.get(), by=member)
    actions.approve(proposal=proposal, by=curator, version=1)
    assert not ChapterMembership.objects.exists()


def test_an_advisor_advises_without_belonging(supported, curator):
    factories.chapter_officer(factories.person(), supported.chapter, role="advisor")
    actions.approve(proposal=supported, by=curator, version=1)
    assert not ChapterMembership.objects.exists()


def test_a_curator_opens_a_chapter_without_a_proposal(group, curator):
    chapter = Chapter(brg=group, region=factories.region(), name="Denver")
    actions.create_chapter(chapter=chapter, by=curator)
    assert (fresh(chapter).status, fresh(chapter).slug) == ("active", "denver")
    assert on_record(chapter) == [("chapter.opened", scope_of(group))]


# Editing


def test_an_edited_chapter_is_kept_with_the_next_version(group, lead):
    chapter = factories.chapter(group)
    chapter.about = "**Hello**"
    actions.save_chapter(chapter=chapter, by=lead, version=1)
    stored = fresh(chapter)
    assert (stored.version, stored.about_html) == (2, "<p><strong>Hello</strong></p>\n")
    assert on_record(chapter) == [("chapter.changed", scope_of(group))]


def test_of_two_who_edit_the_second_is_told(group, lead):
    chapter = factories.chapter(group)
    second = fresh(chapter)
    actions.save_chapter(chapter=chapter, by=lead, version=1)
    second.name = "Mine"
    with pytest.raises(group_actions.EditConflict):
        actions.save_chapter(chapter=second, by=lead, version=1)
    assert fresh(chapter).name != "Mine"


def test_an_editor_overwrites_no_state_of_the_chapter(group, lead):
    chapter = factories.chapter(group)
    edited = fresh(chapter)
    actions.change_state(chapter=chapter, status=Status.DORMANT, by=lead)
    Chapter.objects.update(figure_dropped=True)
    edited.slug = "mine"
    actions.save_chapter(chapter=edited, by=lead, version=1)
    stored = fresh(chapter)
    assert (stored.status, stored.slug) == ("dormant", chapter.slug)
    assert stored.figure_dropped


# Resting, waking, closing


def test_a_chapter_rests_and_wakes(group, lead):
    chapter = factories.chapter(group)
    for status in (Status.DORMANT, Status.ACTIVE):
        actions.change_state(chapter=chapter, status=status, by=lead)
        assert fresh(chapter).status == status
    scope = scope_of(group)
    assert on_record(chapter) == [("chapter.dormant", scope), ("chapter.active", scope)]


def test_nothing_is_lost_when_a_chapter_closes(group, lead):
    chapter = factories.chapter(group)
    member, hidden = member_of(group, chapter), factories.person()
    own = factories.membership(hidden, group, Visibility.ONLY_ME)
    factories.chapter_membership(own, chapter)
    post = factories.chapter_officer(member, chapter)
    factories.chapter_officer(factories.person(), chapter, "events", accepted=None)
    kept = factories.chapter_officer(factories.person(), factories.chapter(group))
    actions.change_state(chapter=chapter, status=Status.CLOSED, by=lead)
    assert fresh(chapter).status == "closed"
    assert not ChapterMembership.objects.current().exists()
    assert ChapterMembership.objects.filter(chapter=chapter).count() == 2
    assert set(Membership.objects.current().values_list("person", "visibility")) == {
        (lead.pk, "members"),
        (member.pk, "members"),
        (hidden.pk, "only_me"),
    }
    assert (fresh(post).ends, fresh(post).cut_short) == (factories.today(), True)
    assert set(ChapterOfficer.objects.all()) == {post, kept}
    assert fresh(kept).ends > factories.today()


def test_closing_stands_on_record_with_every_office_and_offer(group, lead):
    chapter = factories.chapter(group)
    post = factories.chapter_officer(factories.person(), chapter)
    offer = factories.chapter_officer(factories.person(), chapter, accepted=None)
    actions.change_state(chapter=chapter, status=Status.CLOSED, by=lead)
    scope = scope_of(group)
    assert on_record(chapter, lead) == [("chapter.closed", scope)]
    assert on_record(post, lead) == [("officer.ended", scope)]
    assert on_record(offer, lead) == [("officer.offer_taken_back", scope)]


def test_a_coming_term_never_begins_in_a_chapter_that_closed(group, lead):
    chapter = factories.chapter(group)
    coming = factories.chapter_officer(
        factories.person(), chapter, starts=factories.today() + 9 * DAY
    )
    actions.change_state(chapter=chapter, status=Status.CLOSED, by=lead)
    with pytest.raises(Refusal, match="no longer open"):
        actions.accept(office=coming, by=coming.person, visibility="leads")
    assert not ChapterOfficer.objects.offered().exists()
    assert not ChapterOfficer.objects.in_term(factories.today() + 20 * DAY).exists()


def test_one_who_joined_a_moment_ahead_of_this_clock_keeps_no_one_from_closing(group, lead):
    chapter = factories.chapter(group)
    own = factories.membership(factories.person(), group)
    ahead = timezone.now() + dt.timedelta(seconds=30)
    row = factories.chapter_membership(own, chapter, joined=ahead)
    actions.change_state(chapter=chapter, status=Status.CLOSED, by=lead)
    assert fresh(row).left == ahead


def test_a_closed_chapter_s_people_can_join_another_one(group, lead):
    chapter = factories.chapter(group)
    member = member_of(group, chapter)
    actions.change_state(chapter=chapter, status=Status.CLOSED, by=lead)
    _row, is_new = actions.join(chapter=factories.chapter(group), by=member)
    assert is_new


@pytest.mark.parametrize("status", ["active", "dormant", "closed"])
def test_the_same_state_is_no_change(group, lead, status):
    chapter = factories.chapter(group, status=status)
    actions.change_state(chapter=chapter, status=status, by=lead)
    assert on_record(chapter) == []


@pytest.mark.parametrize("before", ["proposed", "closed"])
@pytest.mark.parametrize("after", ["active", "dormant"])
def test_what_is_not_open_does_not_change(group, lead, before, after):
    chapter = factories.chapter(group, status=before)
    with pytest.raises(Refusal, match="not open"):
        actions.change_state(chapter=chapter, status=after, by=lead)
    assert fresh(chapter).status == before


@pytest.mark.parametrize("before", ["active", "dormant"])
def test_no_chapter_goes_back_to_being_proposed(group, lead, before):
    chapter = factories.chapter(group, status=before)
    with pytest.raises(Refusal, match="not open"):
        actions.change_state(chapter=chapter, status=Status.PROPOSED, by=lead)


# Who leads it


def test_the_last_lead_stays_while_the_chapter_is_active(group, lead):
    chapter = factories.chapter(group)
    chapter_lead = factories.chapter_lead(chapter)
    office = ChapterOfficer.objects.get()
    with pytest.raises(Refusal, match="let the chapter rest"):
        group_actions.end(office=office, by=lead)
    for go in (
        lambda: group_actions.leave(brg=group, by=chapter_lead),
        lambda: actions.leave(chapter=chapter, by=chapter_lead),
        lambda: actions.move(chapter=factories.chapter(group), by=chapter_lead),
    ):
        with pytest.raises(Refusal, match="let the chapter rest"):
            go()
    assert ChapterOfficer.objects.leading().get() == office
    actions.change_state(chapter=chapter, status=Status.DORMANT, by=lead)
    group_actions.end(office=office, by=lead)
    assert not ChapterOfficer.objects.leading().exists()


def test_the_last_lead_may_go_where_another_one_leads(group, lead):
    chapter = factories.chapter(group)
    first, _second = factories.chapter_lead(chapter), factories.chapter_lead(chapter)
    actions.leave(chapter=chapter, by=first)
    assert ChapterOfficer.objects.leading().count() == 1


def test_active_chapters_that_nobody_leads_are_vacant(group):
    led, vacant = factories.chapter(group), factories.chapter(group)
    factories.chapter_lead(led)
    factories.chapter_officer(factories.person(), vacant, "secretary")
    factories.chapter_officer(factories.person(), vacant, accepted=None)
    ended = factories.chapter_officer(factories.person(), vacant, ends=factories.today())
    for status in ("dormant", "proposed", "closed"):
        factories.chapter(group, status=status)
    factories.chapter(factories.brg(status="paused"))
    assert list(Chapter.objects.vacant()) == [vacant]
    assert list(ChapterOfficer.objects.caretaking()) == [ended]


def test_the_chapters_that_somebody_may_manage(group, lead):
    mine, other = factories.chapter(group), factories.chapter(group, status="dormant")
    factories.chapter(group, status="closed"), factories.chapter(group, status="proposed")
    chapter_lead = factories.chapter_lead(mine)
    elsewhere = factories.chapter(factories.brg())
    assert set(Chapter.objects.led_by(chapter_lead)) == {mine}
    assert set(Chapter.objects.led_by(lead)) == {mine, other}
    assert not Chapter.objects.led_by(factories.chapter_lead(elsewhere)).filter(brg=group).exists()
    group.status = "archived"
    group.save()
    assert not Chapter.objects.led_by(chapter_lead).exists()


@pytest.mark.parametrize("name", ["Kin Denver", "KIN DENVER", "Kin Dénver"])
def test_two_open_chapters_of_a_group_have_two_names(group, member, curator, name):
    factories.chapter(group, name="Kin Denver")
    factories.chapter(factories.brg(), name="Kin Boise")
    other = factories.chapter(group, name="Kin Boise")
    new = {"brg": group, "region": factories.region(), "name": name}
    other.name = name
    for refused in (
        lambda: actions.save_chapter(chapter=other, by=curator, version=1),
        lambda: actions.create_chapter(chapter=Chapter(**new), by=curator),
        lambda: actions.propose(chapter=Chapter(**new), proposal=Proposal(), by=member),
    ):
        with pytest.raises(Refusal, match="has this name"):
            refused()


def test_a_name_that_was_taken_meanwhile_does_not_open(group, asked, lead, curator):
    supported = actions.support(proposal=asked, by=lead, version=1)
    factories.chapter(group, name=asked.chapter.name)
    with pytest.raises(Refusal, match="has this name"):
        actions.approve(proposal=supported, by=curator, version=1)
