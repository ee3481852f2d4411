"""What becomes of a chapter that a member proposes: supported, returned, approved, withdrawn."""

import datetime as dt
from contextlib import suppress

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.clock import organization_today
from accounts.refusal import Refusal
from audit.actions import record
from brgs.actions import EditConflict, offer
from brgs.models import Membership, Officer

from .. import emails
from ..models import Chapter, ChapterOfficer, Proposal
from ..permissions import why_not_approve
from .life import close, free_slug, group_held, refuse_taken_name
from .offices import officers_who_belong, settle

Status, State = Chapter.Status, Proposal.State
FIRST_TERM = dt.timedelta(days=365)


@transaction.atomic
def propose(*, chapter, proposal, by, officers=()):
    """Ask for a new chapter, given unsaved, with what is said for it and who might lead it.

    `officers` are people; each gets the offer to lead, and the proposer, where among them, has
    accepted by that. What a lead proposes has the leads' support. Raises Refusal for somebody who
    is no member, or who has a proposal in the group that is not settled yet, for the name of a
    chapter that is open, and in a group that is not active.
    """
    brg = group_held(chapter)
    if not brg.is_active:
        raise Refusal(_("The group is not active at the moment, so nothing is proposed in it."))
    if not Membership.objects.current().filter(person=by, brg=brg).exists():
        raise Refusal(_("Members of the group propose its chapters. Join the group first."))
    if Proposal.objects.open().filter(proposed_by=by, chapter__brg=brg).exists():
        raise Refusal(_("You have proposed a chapter of this group already. Wait for the answer."))
    refuse_taken_name(chapter)
    chapter.status, chapter.slug = Status.PROPOSED, free_slug(chapter)
    chapter.save()
    proposal.chapter, proposal.proposed_by = chapter, by
    if Officer.objects.leading().filter(brg=brg, person=by).exists():
        proposal.state, proposal.supported_by = State.SUPPORTED, by
    proposal.save()
    record(by=by, verb="chapter.proposed", thing=chapter, within=brg)
    emails.asked(proposal, by=by)
    for person in officers:
        _offer_to_lead(chapter, person, by)
    return proposal


@transaction.atomic
def resubmit(*, proposal, chapter, by):
    """Ask again with other words, after a proposal was returned. Raises Refusal in other states.

    What leads said before is over: they support the new words, or ask for changes again.
    """
    stored = _held(proposal, State.RETURNED)
    refuse_taken_name(chapter)
    _keep_proposed_again(stored.chapter, chapter)
    stored.purpose, stored.why_here = proposal.purpose, proposal.why_here
    stored.version += 1
    leads = Officer.objects.leading().filter(brg=stored.chapter.brg_id, person=by).exists()
    stored.supported_by = by if leads else None
    stored.note = "" if leads else stored.note
    return _to(stored, State.SUPPORTED if leads else State.ASKED, by=by, verb="chapter.proposed")


@transaction.atomic
def support(*, proposal, by, version, note=""):
    """As a lead of the group, send a member's proposal on to the curators.

    `version` is the one that the lead has read. Raises EditConflict where the words are newer.
    """
    proposal = _held(proposal, State.ASKED, version=version)
    proposal.supported_by, proposal.note = by, note.strip()
    return _to(proposal, State.SUPPORTED, by=by, verb="chapter.supported")


@transaction.atomic
def return_proposal(*, proposal, by, version, note):
    """Ask the proposer for changes, with a note. Raises Refusal without one; and as `support`.

    Also where somebody has decided since `proposal` was read: what leads have supported, only a
    curator returns, and only knowingly.
    """
    if not note.strip():
        raise Refusal(_("Say what to change. The proposer reads it."))
    if proposal.state not in (State.ASKED, State.SUPPORTED):
        raise Refusal(_MOVED_ON)
    proposal = _held(proposal, proposal.state, version=version)
    proposal.note = note.strip()
    return _to(proposal, State.RETURNED, by=by, verb="chapter.returned")


@transaction.atomic
def withdraw(*, proposal, by):
    """Take one's own proposal back; the chapter and offers to lead it go with it."""
    _take_back(_held(proposal, *Proposal.OPEN), by=by)


def withdraw_with_group(*, membership, by):
    """Whoever leaves a group takes back what they have proposed in it."""
    rows = Proposal.objects.open().filter(proposed_by=membership.person_id)
    _take_back_all(rows.filter(chapter__brg=membership.brg_id), by=by)


def withdraw_of_gone(*, person, by):
    """What somebody proposed who is deactivated or erased: nobody else could take it back."""
    _take_back_all(Proposal.objects.open().filter(proposed_by=person), by=by)


def _take_back_all(proposals, *, by):
    # Held: a curator may open the chapter at this moment, and then there is nothing to take back.
    rows = proposals.select_for_update(of=("self",)).select_related("chapter__brg")
    for proposal in rows.order_by("pk"):
        _take_back(proposal, by=by)


@transaction.atomic
def approve(*, proposal, by, version):
    """Open a chapter that the leads support; first officers who have accepted belong to it.

    Their terms begin today and last a year, as do those that are still offered.

    Raises Refusal for somebody who has a part in it themselves, in a group that is not active, and
    where a first officer is the last lead of another chapter; and as `support`.
    """
    proposal = _held(proposal, State.SUPPORTED, version=version)
    if why := why_not_approve(by, proposal):
        raise Refusal(why)
    chapter = proposal.chapter
    if not chapter.brg.is_active:
        raise Refusal(_("The group is not active at the moment, so no chapter opens in it."))
    refuse_taken_name(chapter)
    chapter.status = Status.ACTIVE
    chapter.save(update_fields=["status"])
    _begin_first_terms(chapter)
    _settle_first_officers(chapter)
    return _to(proposal, State.APPROVED, by=by, verb="chapter.opened")


_MOVED_ON = gettext_lazy("This proposal has moved on meanwhile. Look at it again.")


def _held(proposal, *states, version=None):
    """The proposal as it is now, held; Refusal unless it is in one of these states.

    EditConflict where its words are not those of the version, if one is given.
    """
    group_held(proposal.chapter)
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("chapter__brg")
    proposal = rows.filter(pk=proposal.pk).first()
    if proposal is None or proposal.state not in states:
        raise Refusal(_MOVED_ON)
    if version not in (None, proposal.version):
        raise EditConflict
    return proposal


def _take_back(proposal, *, by):
    """Forget a chapter that never opened, so that its address is free.

    It goes on record for no lead, whether the proposer changed their mind or left the group: what
    one of the two leaves out would tell.
    Where something else points to it, it stays, closed.
    """
    chapter = proposal.chapter
    close(chapter, by=by)
    proposal.state, proposal.decided = State.WITHDRAWN, timezone.now()
    proposal.save(update_fields=["state", "decided"])
    emails.call_back(proposal)
    record(by=by, verb="chapter.withdrawn", thing=chapter)
    with suppress(ProtectedError), transaction.atomic():
        ChapterOfficer.objects.filter(chapter=chapter).delete()
        chapter.delete()


def _keep_proposed_again(stored, typed):
    """Keep what the proposer may change of a chapter that nobody has seen yet, and its address."""
    if typed.name != stored.name:
        stored.name = typed.name
        stored.slug = free_slug(stored)
    for name in ("region_id", "city", "about", "founded"):
        setattr(stored, name, getattr(typed, name))
    stored.save()


def _to(proposal, state, *, by, verb):
    proposal.state = state
    proposal.decided = timezone.now() if state == State.APPROVED else None
    if state in (State.ASKED, State.SUPPORTED):
        proposal.asked = timezone.now()
    proposal.save()
    record(by=by, verb=verb, thing=proposal.chapter, within=proposal.chapter.brg)
    emails.call_back(proposal)
    emails.STEPS[state](proposal, by=by)
    return proposal


def _offer_to_lead(chapter, person, by):
    """The term begins, and gets its end, when the chapter opens: until then nobody is in office."""
    today = organization_today()
    office = ChapterOfficer(chapter=chapter, person=person, role="chapter_lead", starts=today)
    if person == by:
        office.accepted = timezone.now()
    offer(office=office, by=by)


def _begin_first_terms(chapter):
    """Let posts that were offered with the proposal, taken or not, last a year from today."""
    today = organization_today()
    first = ChapterOfficer.objects.not_over().filter(chapter=chapter)
    first.update(starts=today, ends=today + FIRST_TERM)


def _settle_first_officers(chapter):
    """Let the first officers who have accepted, and whose roles belong, belong to the chapter."""
    for person in officers_who_belong(chapter):
        try:
            settle(chapter, person)
        except Refusal as refusal:
            words = _(
                "A first officer is the last lead of another chapter of the group, and cannot "
                "move before that one has a new lead."
            )
            raise Refusal(words) from refusal
