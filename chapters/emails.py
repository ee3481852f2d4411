"""What chapters tell people, one function for each message. As with groups, none names anybody.

What is told about posts in chapters is told as about those in groups, by `brgs.emails`.
"""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.visibility import Visibility
from brgs.emails import tell_member, tell_people
from brgs.models import Officer
from notices.actions import stop
from notices.models import Letter, key_of

from .models import ChapterOfficer, Proposal


def welcome(row):
    """To whoever has come to belong to a chapter, also where they joined its group by that."""
    chapter, membership = row.chapter, row.membership
    names = {"chapter": chapter.full_name, "group": chapter.brg.short_name}
    seen = Visibility(membership.visibility).explanation
    membership.brg = chapter.brg
    tell_member(
        membership,
        kind="welcome",
        thing=key_of(row),
        title=_("Welcome to %(chapter)s") % names,
        line=_("Good to have you here. %(seen)s") % {"seen": seen},
        body=_(
            "Good to have you here. The chapter’s page shows its officers and what is near you; "
            "the group’s page shows all the rest.\n\n"
            "%(seen)s You can change this at any time under “My groups”, and leave there too."
        )
        % {"seen": seen},
        url=chapter.get_absolute_url(),
        why=_("You joined %(chapter)s, a chapter of %(group)s.") % names,
    )


def call_back_of_member(row):
    """Let no welcome go any more to somebody who has left the chapter."""
    stop(Letter.objects.filter(kind="welcome", thing=key_of(row)))


# What becomes of a proposal


def asked(proposal, *, by):
    """To those who answer next: the group's leads, or else the curators."""
    if proposal.state == Proposal.State.SUPPORTED:
        _curators_asked(proposal, by=by)
    else:
        _leads_asked(proposal, by=by)


def supported(proposal, *, by):
    """To the curators, who answer next, and to whoever proposed it or would lead."""
    _curators_asked(proposal, by=by)
    _answered(
        proposal,
        by=by,
        occurrence=f"supported {proposal.version}",
        title=_("Supported: %(chapter)s"),
        line=_("The group’s leads support the chapter. A curator looks next."),
        body=_("The group’s leads support the chapter that was proposed. A curator looks next."),
    )


def sent_on(proposal, *, by):
    """A proposal that a curator looks at next: a lead's own, or what leads now support."""
    if by.pk == proposal.proposed_by_id:
        _curators_asked(proposal, by=by)
    else:
        supported(proposal, by=by)


def returned(proposal, *, by):
    """To whoever proposed it, who alone reads the note, and to those who would lead."""
    title = _("Returned with a note: %(chapter)s")
    _to_proposer(
        proposal,
        by=by,
        occurrence=f"returned {proposal.version}",
        title=title,
        line=_("Read the note in the portal, then change the words and ask again."),
        body=_(
            "You are asked to change something. Read the note in the portal, under “My groups”, "
            "then change the words and ask again."
        ),
    )
    _to_first_officers(
        proposal,
        by=by,
        occurrence=f"returned {proposal.version} officers",
        title=_("Not decided yet: %(chapter)s"),
        line=_("Whoever proposed the chapter is asked to change something."),
        body=_(
            "Whoever proposed the chapter is asked to change something, so it is not open yet. "
            "You need not do anything."
        ),
    )


def approved(proposal, *, by):
    """To whoever proposed it, to those who lead it now, and to the group's leads."""
    words = {
        "title": _("Open now: %(chapter)s"),
        "line": _("The chapter that was proposed is open."),
        "body": _("A curator has approved the chapter. It is open now, and people can join it."),
    }
    url = proposal.chapter.get_absolute_url()
    _answered(proposal, by=by, occurrence="approved", url=url, **words)
    parts = User.objects.filter(_proposer(proposal) | _first_officers(proposal))
    _tell(
        proposal,
        Officer.objects.managing(proposal.chapter.brg).people().exclude(pk__in=parts.values("pk")),
        by=by,
        occurrence="approved leads",
        url=url,
        why=_why_leads(proposal),
        **words,
    )


STEPS = {
    Proposal.State.ASKED: asked,
    Proposal.State.SUPPORTED: sent_on,
    Proposal.State.RETURNED: returned,
    Proposal.State.APPROVED: approved,
}


def call_back(proposal):
    """Let nobody be asked by mail for what somebody else has answered."""
    letters = Letter.objects.filter(kind="approval", thing=key_of(proposal))
    stop(letters.filter(occurrence__startswith="asked"))


def _leads_asked(proposal, *, by):
    brg = proposal.chapter.brg
    _tell(
        proposal,
        Officer.objects.managing(brg).people(),
        by=by,
        occurrence=f"asked leads {proposal.version}",
        title=_("A chapter is proposed: %(chapter)s"),
        line=_("Read it, then support it or return it with a note."),
        body=_(
            "A member proposes a chapter. Read why in the portal, then support it or return it "
            "with a note. A curator looks at it after you."
        ),
        url=reverse("manage-proposal", args=[brg.slug, proposal.pk]),
        why=_why_leads(proposal),
    )


def _curators_asked(proposal, *, by):
    _tell(
        proposal,
        User.objects.curators(),
        by=by,
        occurrence=f"asked curators {proposal.version}",
        title=_("A chapter to approve: %(chapter)s"),
        line=_("The group’s leads support it."),
        body=_(
            "The group’s leads support this chapter. Read why it is proposed, then approve it or "
            "return it with a note."
        ),
        url=reverse("admin:chapters_proposal", args=[proposal.pk]),
        why=_("You are a curator."),
    )


def _answered(proposal, *, occurrence, **words):
    _to_proposer(proposal, occurrence=occurrence, **words)
    _to_first_officers(proposal, occurrence=f"{occurrence} officers", **words)


def _to_proposer(proposal, **words):
    why = _("You proposed a chapter of %(group)s.") % {"group": proposal.chapter.brg.short_name}
    people = User.objects.filter(_proposer(proposal))
    _tell(proposal, people, why=why, **{"url": reverse("me-groups")} | words)


def _to_first_officers(proposal, **words):
    why = _("You were asked to lead %(chapter)s.") % {"chapter": proposal.chapter.full_name}
    people = User.objects.filter(_first_officers(proposal)).exclude(_proposer(proposal))
    _tell(proposal, people, why=why, **{"url": reverse("me-offices")} | words)


def _tell(proposal, people, *, title, **words):
    chapter = proposal.chapter
    about = {"kind": "approval", "thing": key_of(proposal)}
    title %= {"chapter": chapter.full_name}
    tell_people(chapter.brg, people, title=title, **about, **words)


def _proposer(proposal):
    return Q(pk=proposal.proposed_by_id or 0)


def _first_officers(proposal):
    posts = ChapterOfficer.objects.not_over().filter(chapter=proposal.chapter_id)
    return Q(pk__in=posts.values("person"))


def _why_leads(proposal):
    return _("You lead %(group)s.") % {"group": proposal.chapter.brg.short_name}
