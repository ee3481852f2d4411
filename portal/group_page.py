"""What a group's page shows to one viewer, gathered from the apps below."""

from operator import itemgetter

from django.db.models import Value
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.people import picture_url
from brgs.models import Officer
from brgs.permissions import can_join, current_membership
from chapters.models import Chapter
from content.markdown import shown
from resources.models import Resource

from .coming import events_of_group
from .newest import news_of_group
from .officers import officer_rows, public_posts


def group_page(brg, viewer):
    """The context of the page `portal/group.html`. A visitor's has no person in it."""
    chapters = list(Chapter.objects.open().filter(brg=brg).select_related("region").by_region())
    page = {
        "brg": brg,
        "banner": picture_url(brg.banner, 1280),
        "about": shown(brg.about_html),
        "over": brg.acronym if brg.acronym != brg.name else "",
        "join_url": reverse("group-join", args=[brg.slug]),
        "facts": _facts(brg, chapters),
        "chapters": [_chapter(chapter, brg) for chapter in chapters],
        **_focus_and_links(brg),
        "resources": list(Resource.objects.visible_to(viewer).filter(brg=brg)),
        **events_of_group(brg, viewer),
        **news_of_group(brg, viewer),
        "officers": [],
        "membership": None,
        "can_join": False,
        "manages": False,
    }
    return page | _for_employees(brg, viewer) if viewer.is_authenticated else page


def _for_employees(brg, viewer):
    posts = public_posts(Officer.objects.filter(brg=brg))
    return {
        "officers": officer_rows(posts),
        # Whoever acts in a post that leads stands among the public posts.
        "manages": any(post.person_id == viewer.pk and post.kind.leads for post in posts),
        "membership": current_membership(viewer, brg),
        "can_join": can_join(viewer, brg),
    }


def _focus_and_links(brg):
    """Two short lists, asked in one statement."""
    areas = brg.focus_areas.order_by().annotate(kind=Value("area"))
    links = brg.links.order_by().annotate(kind=Value("link"))
    both = areas.values_list("kind", "position", "name", "pk", "slug").union(
        links.values_list("kind", "position", "title", "pk", "url"), all=True
    )
    rows = list(both.order_by("position", "name"))
    # Links at one position stand in the order in which they were made.
    made = sorted(rows, key=itemgetter(1, 3))
    return {
        "focus_areas": [{"name": row[2], "slug": row[4]} for row in rows if row[0] == "area"],
        "links": [{"title": row[2], "url": row[4]} for row in made if row[0] == "link"],
    }


def _chapter(chapter, brg):
    chapter.brg = brg
    return {
        "name": chapter.name,
        "url": chapter.get_absolute_url(),
        "where": chapter.where,
        "is_resting": not chapter.is_active,
    }


def _facts(brg, chapters):
    """Fast facts; one that is not known is absent."""
    facts = []
    if brg.members_figure:
        note = _("rounded, for privacy")
        facts.append({"label": _("Members"), "value": str(brg.members_figure), "note": note})
    if active := sum(chapter.is_active for chapter in chapters):
        facts.append({"label": _("Chapters"), "value": str(active), "note": ""})
    if brg.founded:
        facts.append({"label": _("Founded"), "value": str(brg.founded), "note": ""})
    if brg.home_region:
        facts.append({"label": _("Based in"), "value": brg.home_region.name, "note": ""})
    return facts
