"""Whose news a page of the workspace is about: a group’s, or that of one of its chapters."""

import functools
from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse

from brgs.models import BRG
from brgs.permissions import leads_group
from brgs.views import of_own_group_with
from brgs.workspace import frame as group_frame
from chapters.models import Chapter
from chapters.views import of_own_chapter
from chapters.workspace import frame as chapter_frame

from .actions.held import RELATED
from .models import NewsItem


@dataclass(frozen=True)
class Host:
    brg: BRG
    chapter: Chapter | None = None

    @property
    def items(self):
        """Its own news, with all that a page asks about one."""
        return NewsItem.objects.of_host(self.brg, self.chapter).select_related(*RELATED)

    def item_or_404(self, number):
        # A number is unique, so there is nothing to sort.
        found = next(iter(self.items.filter(pk=number)), None)
        if found is None:
            raise Http404
        return found

    def url(self, page="", *rest):
        """The address of a page: the list, or that of this name."""
        route = "manage-chapter-news" if self.chapter else "manage-news"
        keys = [self.brg.slug, *([self.chapter.slug] if self.chapter else []), *rest]
        return reverse(f"{route}-{page}" if page else route, args=keys)

    def frame(self, title, viewer):
        """The context of `manage/base.html`."""
        if self.chapter is None:
            return group_frame(self.brg, "news", title)
        leads = leads_group(viewer, self.brg)
        return chapter_frame(self.chapter, "news", title, leads_group=leads)


def of_group(view):
    """For the group that the viewer leads."""

    @functools.wraps(view)
    @of_own_group_with("members_figure")
    def found(request, brg, **rest):
        return view(request, Host(brg), **rest)

    return found


def of_chapter(view):
    """For a chapter that the viewer leads, by a post of its own or as the group's lead."""

    @functools.wraps(view)
    @of_own_chapter
    def found(request, chapter, **rest):
        return view(request, Host(chapter.brg, chapter), **rest)

    return found
