from django.utils.translation import gettext as _

from brgs.permissions import current_membership

from .models import Chapter, ChapterMembership, ChapterOfficer, Proposal


def current_chapter(membership):
    """The chapter that somebody belongs to with their own membership of its group, or None."""
    if membership is None:
        return None
    rows = ChapterMembership.objects.current().filter(membership=membership)
    # At most one is current, so there is nothing to sort.
    return next((row.chapter for row in rows.select_related("chapter")), None)


def why_closed(chapter):
    """Why a chapter takes no members, as a sentence for who would join; empty where it does."""
    if not chapter.brg.is_active:
        return _("The group is paused, so its chapters take no new members.")
    if chapter.status == Chapter.Status.DORMANT:
        return _("This chapter is resting and takes no new members at the moment.")
    return ""


def why_not_propose(user, brg):
    """Why somebody cannot propose a chapter of a group now, as a sentence; empty where they can."""
    if current_membership(user, brg) is None:
        return _("Members of the group propose its chapters. Join the group first.")
    if not brg.is_active:
        return _("The group is paused, so nothing is proposed in it at the moment.")
    return ""


def has_proposed(user, brg):
    """Whether somebody has a proposal in the group that is not settled yet."""
    return Proposal.objects.open().filter(proposed_by=user, chapter__brg=brg).exists()


def why_not_approve(user, proposal):
    """Why somebody with a part in a proposal may not approve it, in words; empty for others."""
    if proposal.proposed_by_id == user.pk:
        return _("You proposed this, so another curator decides.")
    if proposal.supported_by_id == user.pk:
        return _("You supported this as a lead, so another curator decides.")
    posts = ChapterOfficer.objects.not_over().filter(chapter=proposal.chapter_id, person=user)
    if posts.exists():
        return _("You would have a post in this chapter, so another curator decides.")
    return ""
