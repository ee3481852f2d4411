"""What is kept about a person, and who sees which part of it."""

from collections import defaultdict

from allauth.socialaccount.models import SocialAccount
from django.utils.translation import gettext as _

from accounts.visibility import Visibility
from brgs.models import Membership, Officer
from brgs.models.membership import SHOWN_TO_EMPLOYEES, SHOWN_TO_LEADS, SHOWN_TO_MEMBERS


def what_others_see(person):
    """For each of one's current groups, whether each kind of onlooker sees one's name there.

    Curators see as the employees they are: curating shows them no membership.
    """
    mine = Membership.objects.current().filter(person=person).select_related("brg")
    posts = Officer.objects.in_term().filter(person=person)
    offices = defaultdict(list)
    for post in posts.order_by("starts", "pk"):
        offices[post.brg_id].append(str(post.shown_title))
    ordered = mine.order_by("brg__sort_name", "brg_id")
    return [_seen(membership, ", ".join(offices[membership.brg_id])) for membership in ordered]


def _seen(membership, office):
    """A paused group is there for its members alone, an archived one for nobody."""
    brg, level = membership.brg, membership.visibility
    shown = {
        "visitor": False,
        "employee": brg.is_active and level in SHOWN_TO_EMPLOYEES,
        "member": brg.is_readable and level in SHOWN_TO_MEMBERS,
        "lead": brg.is_readable and level in SHOWN_TO_LEADS,
        "curator": brg.is_active and level in SHOWN_TO_EMPLOYEES,
    }
    return {"membership": membership, "office": office, "shown": shown}


def own_data(person):
    """Rows of a table of everything that the portal keeps about one person."""
    yield [_("What"), _("Value"), _("Who may see it"), _("Since"), _("Until")]
    for label, value in _profile(person):
        yield [label, value, "", "", ""]
    memberships = Membership.objects.filter(person=person).select_related("brg")
    for row in memberships.order_by("joined", "pk"):
        until = row.left.isoformat() if row.left else ""
        seen_by = Visibility(row.visibility).label
        yield [_("Group"), row.brg.name, seen_by, row.joined.isoformat(), until]
    for post in Officer.objects.filter(person=person).select_related("brg").order_by("starts"):
        what = f"{post.shown_title}, {post.brg.name}"
        yield [_("Office"), what, "", post.starts.isoformat(), str(post.ends or "")]


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
