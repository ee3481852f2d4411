"""What a group's page shows to one viewer, gathered from the apps below."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.people import person_row, picture_url
from brgs.models import Officer
from brgs.permissions import can_join, current_membership
from brgs.roles import ROLES
from content.markdown import shown
from resources.models import Resource

# The order in which the roles are written down.
RANK = {role: rank for rank, role in enumerate(ROLES)}


def group_page(brg, viewer):
    """The context of the page `portal/group.html`. A visitor's has no person in it."""
    page = {
        "brg": brg,
        "banner": picture_url(brg.banner, 1280),
        "about": shown(brg.about_html),
        "over": brg.acronym if brg.acronym != brg.name else "",
        "join_url": reverse("group-join", args=[brg.slug]),
        "facts": _facts(brg),
        "focus_areas": list(brg.focus_areas.all()),
        "links": list(brg.links.all()),
        "resources": list(Resource.objects.visible_to(viewer).filter(brg=brg)),
        "officers": [],
        "membership": None,
        "can_join": False,
    }
    if viewer.is_authenticated:
        page["officers"] = officers_in_public(brg)
        page["membership"] = current_membership(viewer, brg)
        page["can_join"] = can_join(viewer, brg)
    return page


def _facts(brg):
    """Fast facts; one that is not known is absent."""
    facts = []
    if brg.members_figure:
        note = _("rounded, for privacy")
        facts.append({"label": _("Members"), "value": str(brg.members_figure), "note": note})
    if brg.founded:
        facts.append({"label": _("Founded"), "value": str(brg.founded), "note": ""})
    if brg.home_region:
        facts.append({"label": _("Based in"), "value": brg.home_region.name, "note": ""})
    return facts


def officers_in_public(brg):
    """Officers in their term who have accepted, as rows: the post is public to employees."""
    posts = Officer.objects.in_term().filter(brg=brg).select_related("person")
    ranked = sorted(posts, key=lambda post: (RANK[post.role], post.person.sort_name))
    return [person_row(post.person, post.shown_title) for post in ranked]
