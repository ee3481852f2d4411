"""What a chapter's page shows to one viewer, gathered from the apps below."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.people import person_row
from brgs.permissions import can_join, current_membership, leads_group
from chapters.models import ChapterMembership, ChapterOfficer
from chapters.permissions import current_chapter, why_closed
from content.markdown import shown
from paging.keyset import keyset_page

from .coming import events_of_group
from .newest import news_of_group
from .officers import officer_rows, public_posts

MEMBERS_A_PAGE = 24


def chapter_page(chapter, viewer, after):
    """The context of the page `portal/chapter.html`. A visitor's has no person in it."""
    page = {
        "chapter": chapter,
        "brg": chapter.brg,
        "about": shown(chapter.about_html),
        "facts": _facts(chapter),
        "join_url": reverse("chapter-join", args=[chapter.brg.slug, chapter.slug]),
        "closed": why_closed(chapter),
        **events_of_group(chapter.brg, viewer, chapter),
        **news_of_group(chapter.brg, viewer, chapter=chapter),
        "membership": None,
        "own_chapter": None,
        "can_join": False,
        "manages": False,
    }
    return page | _for_employees(chapter, viewer, after) if viewer.is_authenticated else page


def _for_employees(chapter, viewer, after):
    posts = public_posts(ChapterOfficer.objects.filter(chapter=chapter))
    membership = current_membership(viewer, chapter.brg)
    return {
        "officers": officer_rows(posts),
        "manages": _manages(viewer, chapter, posts),
        "membership": membership,
        "own_chapter": current_chapter(membership),
        "can_join": can_join(viewer, chapter.brg),
        **_members(chapter, viewer, after),
    }


def _manages(viewer, chapter, posts):
    """Whoever acts in a post that leads stands among the public posts; else the group's leads."""
    if any(post.person_id == viewer.pk and post.kind.leads for post in posts):
        return True
    return leads_group(viewer, chapter.brg)


def _members(chapter, viewer, after):
    """A page of those whom the viewer may see, by name and undated."""
    seen = ChapterMembership.objects.visible_to(viewer).filter(chapter=chapter)
    page = keyset_page(
        User.objects.filter(pk__in=seen.values("membership__person")),
        order=["sort_name", "public_id"],
        key="public_id",
        after=after,
        size=MEMBERS_A_PAGE,
    )
    return {
        "people": [person_row(person) for person in page.rows],
        "next_url": f"?after={page.after}#people" if page.after else "",
        "start_url": "" if page.is_first else f"{chapter.get_absolute_url()}#people",
    }


def _facts(chapter):
    """Fast facts; one that is not known is absent."""
    facts = [{"label": _("Region"), "value": chapter.region.name, "note": ""}]
    if chapter.city:
        facts.append({"label": _("City"), "value": chapter.city, "note": ""})
    if chapter.shown_figure:
        note = _("rounded, for privacy")
        facts.append({"label": _("Members"), "value": str(chapter.shown_figure), "note": note})
    if chapter.founded:
        facts.append({"label": _("Founded"), "value": str(chapter.founded), "note": ""})
    return facts
