"""The life of a chapter: proposed, supported, approved or returned; active, dormant, closed."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.clock import organization_today
from accounts.refusal import Refusal
from audit.actions import record
from brgs.actions import EditConflict, end_all, offer
from brgs.models import BRG, Membership, Officer
from content.slugs import safe_slug

from ..models import Chapter, ChapterMembership, ChapterOfficer, Proposal
from .offices import settle

Status, State = Chapter.Status, Proposal.State
OPEN = [State.ASKED, State.SUPPORTED, State.RETURNED]


@transaction.atomic
def propose(*, chapter, proposal, by, officers=()):
    """Ask for a new chapter, given unsaved, with what is said for it and who might lead it.

    `officers` are people; each gets the offer to lead, and the proposer, where among them, has
    accepted by that. What a lead proposes has the leads' support. Raises Refusal for somebody who
    is no member, or who has a proposal in the group that is not settled yet.
    """
    brg = _group_held(chapter)
    if not Membership.objects.current().filter(person=by, brg=brg).exists():
        raise Refusal(_("Members of the group propose its chapters. Join the group first."))
    if Proposal.objects.filter(proposed_by=by, chapter__brg=brg, state__in=OPEN).exists():
        raise Refusal(_("You have proposed a chapter of this group already. Wait for the answer."))
    chapter.status, chapter.slug = Status.PROPOSED, _free_slug(chapter)
    chapter.save()
    proposal.chapter, proposal.proposed_by = chapter, by
    if Officer.objects.leading().filter(brg=brg, person=by).exists():
        proposal.state, proposal.supported_by = State.SUPPORTED, by
    proposal.save()
    record(by=by, verb="chapter.proposed", thing=chapter, within=brg)
    for person in officers:
        _offer_to_lead(chapter, person, by)
    return proposal


@transaction.atomic
def resubmit(*, proposal, chapter, by):
    """Ask again with other words, after a proposal was returned. Raises Refusal in other states."""
    stored = _held(proposal, State.RETURNED)
    chapter.save()
    stored.purpose, stored.why_here = proposal.purpose, proposal.why_here
    leads = Officer.objects.leading().filter(brg=chapter.brg, person=by).exists()
    return _to(stored, State.SUPPORTED if leads else State.ASKED, by=by, verb="chapter.proposed")


@transaction.atomic
def support(*, proposal, by, note=""):
    """As a lead of the group, send a member's proposal on to the curators."""
    proposal = _held(proposal, State.ASKED)
    proposal.supported_by, proposal.note = by, note
    return _to(proposal, State.SUPPORTED, by=by, verb="chapter.supported")


@transaction.atomic
def return_proposal(*, proposal, by, note):
    """Ask the proposer for changes, with a note. Raises Refusal without one."""
    if not note.strip():
        raise Refusal(_("Say what to change. The proposer reads it."))
    proposal = _held(proposal, State.ASKED, State.SUPPORTED)
    proposal.note = note.strip()
    return _to(proposal, State.RETURNED, by=by, verb="chapter.returned")


@transaction.atomic
def withdraw(*, proposal, by):
    """Take one's own proposal back; offers to lead go with it."""
    proposal = _held(proposal, *OPEN)
    _close(proposal.chapter, by=by)
    return _to(proposal, State.WITHDRAWN, by=by, verb="chapter.withdrawn")


@transaction.atomic
def approve(*, proposal, by):
    """Open a chapter that the leads support. Raises Refusal for one's own proposal."""
    proposal = _held(proposal, State.SUPPORTED)
    if proposal.proposed_by_id == by.pk:
        raise Refusal(_("Nobody approves their own proposal. Ask another curator."))
    chapter = proposal.chapter
    chapter.status = Status.ACTIVE
    chapter.save(update_fields=["status"])
    for office in ChapterOfficer.objects.accepted().filter(chapter=chapter):
        settle(chapter, office.person)
    return _to(proposal, State.APPROVED, by=by, verb="chapter.opened")


@transaction.atomic
def create_chapter(*, chapter, by):
    """Keep a chapter that a curator opens without a proposal."""
    _group_held(chapter)
    chapter.status = Status.ACTIVE
    chapter.slug = chapter.slug or _free_slug(chapter)
    chapter.save()
    record(by=by, verb="chapter.opened", thing=chapter, within=chapter.brg)
    return chapter


@transaction.atomic
def save_chapter(*, chapter, by, version):
    """Keep an edited chapter, if it still is the version that the editor began with.

    Raises EditConflict if it is not.
    """
    stored = Chapter.objects.select_for_update(of=("self",)).get(pk=chapter.pk)
    if stored.version != version:
        raise EditConflict
    chapter.version = version + 1
    # What others keep is not the editor's to overwrite.
    chapter.status, chapter.slug, chapter.brg_id = stored.status, stored.slug, stored.brg_id
    chapter.members_figure_id = stored.members_figure_id
    chapter.figure_dropped = stored.figure_dropped
    chapter.save()
    record(by=by, verb="chapter.changed", thing=chapter, within=chapter.brg)
    return chapter


@transaction.atomic
def change_state(*, chapter, status, by):
    """Let a chapter rest (dormant), wake (active), or close for good. The same state is no change.

    Closing ends every office and chapter membership; the people stay in the group. Raises Refusal
    for a chapter that is proposed or closed.
    """
    _group_held(chapter)
    chapter = Chapter.objects.select_for_update(of=("self",)).get(pk=chapter.pk)
    if chapter.status == status:
        return chapter
    if chapter.status not in (Status.ACTIVE, Status.DORMANT) or status == Status.PROPOSED:
        raise Refusal(_("This chapter is not open, so its state cannot be changed."))
    if status == Status.CLOSED:
        _close(chapter, by=by)
    chapter.status = status
    chapter.save(update_fields=["status"])
    record(by=by, verb=f"chapter.{status}", thing=chapter, within=chapter.brg)
    return chapter


def _group_held(chapter):
    return BRG.objects.select_for_update(no_key=True).get(pk=chapter.brg_id)


def _held(proposal, *states):
    """The proposal as it is now, held; Refusal unless it is in one of these states."""
    _group_held(proposal.chapter)
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("chapter__brg")
    proposal = rows.get(pk=proposal.pk)
    if proposal.state not in states:
        raise Refusal(_("This proposal has moved on meanwhile. Look at it again."))
    return proposal


def _to(proposal, state, *, by, verb):
    proposal.state = state
    proposal.decided = timezone.now() if state in (State.APPROVED, State.WITHDRAWN) else None
    if state in (State.ASKED, State.SUPPORTED):
        proposal.asked = timezone.now()
    proposal.save()
    record(by=by, verb=verb, thing=proposal.chapter, within=proposal.chapter.brg)
    return proposal


def _offer_to_lead(chapter, person, by):
    today = organization_today()
    office = ChapterOfficer(chapter=chapter, person=person, role="chapter_lead", starts=today)
    if person == by:
        office.accepted = timezone.now()
    offer(office=office, by=by)


def _close(chapter, *, by):
    now = timezone.now()
    offices = ChapterOfficer.objects.filter(chapter=chapter).select_related("chapter__brg")
    offices.filter(accepted=None).delete()
    end_all(offices.all(), by=by)
    ChapterMembership.objects.current().filter(chapter=chapter).update(left=now)
    chapter.status = Status.CLOSED
    chapter.save(update_fields=["status"])


def _free_slug(chapter):
    """An address for a chapter that no other one in the group has or had."""
    wanted = safe_slug(chapter.name, fallback="chapter")[:50]
    taken = set(
        Chapter.objects.filter(brg=chapter.brg_id, slug__startswith=wanted).values_list(
            "slug", flat=True
        )
    )
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (wanted, *numbered) if slug not in taken)
