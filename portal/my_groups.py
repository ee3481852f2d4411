"""Where one belongs, and what one has proposed: the context of the page of one's own groups."""

from dataclasses import dataclass

from django.urls import reverse

from brgs.models import BRG, Membership
from chapters.models import Chapter, ChapterMembership, Proposal

PAST_GROUPS = 50
PROPOSALS = 20


@dataclass(frozen=True)
class Belonging:
    """One's membership of a group, one's chapter there, and whether there are others to go to."""

    membership: Membership
    chapter: Chapter | None
    has_others: bool

    @property
    def brg(self) -> BRG:
        return self.membership.brg

    @property
    def chapters_url(self) -> str:
        return f"{reverse('chapters')}?group={self.brg.slug}"


def my_groups_page(person):
    mine = Membership.objects.filter(person=person).select_related("brg")
    proposals = Proposal.objects.filter(proposed_by=person).order_by("-asked", "-pk")
    return {
        "current": _belongings(mine.current().order_by("brg__sort_name", "brg_id"), person),
        "past": mine.exclude(left=None).order_by("-left", "-pk")[:PAST_GROUPS],
        "proposals": proposals.select_related("chapter__brg", "chapter__region")[:PROPOSALS],
        "groups_url": reverse("groups"),
    }


def _belongings(memberships, person):
    own = ChapterMembership.objects.current().filter(membership__person=person)
    chapters = {row.membership_id: row.chapter for row in own.select_related("chapter__region")}
    groups = Membership.objects.current().filter(person=person).values("brg")
    there = Chapter.objects.active().filter(brg__in=groups, brg__status=BRG.Status.ACTIVE)
    to_join = set(there.order_by().values_list("brg", "pk"))
    belongings = []
    for membership in memberships:
        chapter = chapters.get(membership.pk)
        if chapter:
            chapter.brg = membership.brg
        here = (membership.brg_id, chapter.pk if chapter else None)
        others = any(row[0] == membership.brg_id and row != here for row in to_join)
        belongings.append(Belonging(membership, chapter, others))
    return belongings
