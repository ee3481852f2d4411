"""What is kept about a person, and who sees which part of it."""

from collections import defaultdict

from allauth.socialaccount.models import SocialAccount
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from accounts.visibility import Visibility
from brgs.models import Membership, Officer, TextChange
from brgs.models.membership import SHOWN_TO_EMPLOYEES, SHOWN_TO_LEADS, SHOWN_TO_MEMBERS
from chapters.models import ChapterMembership, ChapterOfficer, Proposal, RosterExport
from questions.models import Message, Question

from .officers import post_in_words, public_posts
from .own_events import own_events
from .own_notices import own_notices


def what_others_see(person):
    """For each of one's current groups, whether each kind of onlooker sees one's name there.

    Curators see as the employees they are: curating shows them no membership.
    """
    mine = Membership.objects.current().filter(person=person).select_related("brg")
    offices, chapters = _public_offices(person), _own_chapters(person)
    ordered = mine.order_by("brg__sort_name", "brg_id")
    return [
        _seen(membership, ", ".join(offices[membership.brg_id]), chapters.get(membership.pk))
        for membership in ordered
    ]


def _public_offices(person):
    """One's posts that are public now, in words, by the key of the group."""
    offices = defaultdict(list)
    for post in public_posts(Officer.objects.filter(person=person)):
        offices[post.brg_id].append(post_in_words(post))
    posts = ChapterOfficer.objects.filter(person=person).select_related("chapter")
    for post in public_posts(posts):
        offices[post.chapter.brg_id].append(f"{post_in_words(post)}, {post.chapter.name}")
    return offices


def _own_chapters(person):
    """One's chapters, by the key of the membership."""
    rows = ChapterMembership.objects.current().filter(membership__person=person)
    return {row.membership_id: row.chapter for row in rows.select_related("chapter")}


def _seen(membership, office, chapter):
    """A paused group is there for its members alone, an archived one for nobody."""
    brg, level = membership.brg, membership.visibility
    shown = {
        "visitor": False,
        "employee": brg.is_active and level in SHOWN_TO_EMPLOYEES,
        "member": brg.is_readable and level in SHOWN_TO_MEMBERS,
        "lead": brg.is_readable and level in SHOWN_TO_LEADS,
        "curator": brg.is_active and level in SHOWN_TO_EMPLOYEES,
    }
    return {"membership": membership, "office": office, "chapter": chapter, "shown": shown}


def own_data(person):
    """Rows of a table of everything that the portal keeps about one person."""
    yield [_("What"), _("Value"), _("Who may see it"), _("Since"), _("Until")]
    for label, value in _profile(person):
        yield [label, value, "", "", ""]
    memberships = Membership.objects.filter(person=person).select_related("brg")
    for row in memberships.order_by("joined", "pk"):
        since, until = row.joined.isoformat(), _day(row.left)
        yield [_("Group"), row.brg.name, Visibility(row.visibility).label, since, until]
        if row.removal_reason:
            yield [_("Reason of the removal"), row.removal_reason, _("Only me"), until, ""]
    yield from _in_chapters(person)
    yield from _offices(person)
    yield from _proposals(person)
    yield from _texts(person)
    yield from _exports(person)
    yield from _questions(person)
    yield from _answers(person)
    yield from own_events(person)
    yield from own_notices(person)


def _in_chapters(person):
    rows = ChapterMembership.objects.filter(membership__person=person)
    for row in rows.select_related("membership", "chapter__brg").order_by("joined", "pk"):
        seen_by = Visibility(row.membership.visibility).label
        name = f"{row.chapter.name}, {row.chapter.brg.name}"
        yield [_("Chapter"), name, seen_by, row.joined.isoformat(), _day(row.left)]


def _offices(person):
    """Every post, also one that is over, or was offered and not taken."""
    posts = [
        *Officer.objects.filter(person=person).select_related("brg"),
        *ChapterOfficer.objects.filter(person=person).select_related("chapter__brg"),
    ]
    for post in sorted(posts, key=lambda post: (post.starts, post.pk)):
        what = f"{post.shown_title}, {post.unit.name}"
        kind = _("Office") if post.accepted else _("Office that was offered")
        yield [kind, what, "", post.starts.isoformat(), str(post.ends or "")]
        if post.line:
            yield [_("Public line"), post.line, "", post.starts.isoformat(), str(post.ends or "")]
        if post.note:
            yield [_("Handover note to me"), post.note, "", post.offered.isoformat(), ""]


def _proposals(person):
    """What one proposed, which shows one's name to the group's leads and to curators."""
    rows = Proposal.objects.filter(proposed_by=person).select_related("chapter__brg")
    seen_by = _("The group’s leads and curators")
    for row in rows.order_by("asked", "pk"):
        words = f"{row.chapter.name}, {row.chapter.brg.name}: {row.purpose} {row.why_here}"
        kind = _("Proposal of a chapter, %(state)s") % {"state": row.get_state_display().lower()}
        yield [kind, words, seen_by, row.asked.isoformat(), _day(row.decided)]
        if row.note:
            yield [_("Note on the proposal"), row.note, seen_by, row.asked.isoformat(), ""]


def _texts(person):
    """New words that one asked for as a lead, with what a curator answered."""
    rows = TextChange.objects.alias(ids=Cast("askers", TextField()))
    rows = rows.filter(Q(asked_by=person) | Q(ids__contains=person.public_id))
    seen_by = _("The group’s leads and curators")
    for row in rows.select_related("brg").order_by("asked", "pk"):
        words = f"{row.brg.name}: {' '.join(row.texts[name] for name in row.fields)}"
        kind = _("New texts, %(state)s") % {"state": row.get_status_display().lower()}
        yield [kind, words, seen_by, row.asked.isoformat(), _day(row.decided)]
        if row.note:
            yield [_("Note on the new texts"), row.note, seen_by, _day(row.decided), ""]


def _exports(person):
    """Why one took lists of members as a file."""
    rows = RosterExport.objects.filter(by=person.public_id).select_related("brg")
    for row in rows.order_by("at", "pk"):
        words = f"{row.brg.name}: {row.reason}"
        yield [_("Reason of an export"), words, _("The group’s leads"), row.at.isoformat(), ""]


def _questions(person):
    """What one asked leads and wrote to them afterwards, and what they answered."""
    rows = Question.objects.asked_by(person).select_related("brg", "chapter__brg")
    for question in rows.prefetch_related("messages").order_by("asked", "pk"):
        how = _("with my name") if question.is_named else _("without my name")
        kind = _("%(kind)s, %(how)s") % {"kind": question.get_kind_display(), "how": how}
        seen_by, asked = _readers(question), question.asked.isoformat()
        yield [kind, f"{question.unit}: {question.subject}", seen_by, asked, ""]
        for message in question.messages.all():
            said = (
                _("What the leads answered") if message.from_leads else _("What I wrote to leads")
            )
            yield [said, message.text, seen_by, message.said.isoformat(), ""]


def _answers(person):
    """What one answered as a lead. Who asked is not one's own to keep."""
    rows = Message.objects.filter(author=person).select_related("question__brg")
    for message in rows.order_by("said", "pk"):
        words = f"{message.question.brg}: {message.text}"
        seen_by = _("Whoever asked, and the leads")
        yield [_("Answer as a lead"), words, seen_by, message.said.isoformat(), ""]


def _readers(question):
    if question.is_named:
        return _("The leads, with my name")
    return _("The leads, without my name")


def _day(instant):
    return instant.isoformat() if instant else ""


# Kept for the portal's own working and known by its number alone, or never shown to anybody.
NOT_SHOWN = {"id", "password", "sort_name", "active_changed"}


def _profile(person):
    for field in person._meta.concrete_fields:
        if field.name not in NOT_SHOWN:
            value = getattr(person, field.name)
            yield field.verbose_name, "" if value is None else str(value)
    yield _("second factor is set up"), str(person.has_second_factor)
    for identity in SocialAccount.objects.filter(user=person).order_by("pk"):
        yield _("sign-in through %(issuer)s") % {"issuer": identity.provider}, identity.uid
