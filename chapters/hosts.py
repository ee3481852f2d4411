"""Whose things a page of the workspace is about: a group’s, or those of one of its chapters."""

import functools
from dataclasses import dataclass
from typing import ClassVar

from django.http import Http404
from django.urls import reverse

from brgs.models import BRG
from brgs.permissions import leads_group
from brgs.views import of_own_group_with
from brgs.workspace import frame as group_frame

from .models import Chapter
from .views import of_own_chapter
from .workspace import frame as chapter_frame


@dataclass(frozen=True)
class Host:
    """A subclass names the `tab` of the workspace, and says which `rows` are its own.

    The list's route is called like the tab, and that of a page has its name behind, unless
    `route_of` says otherwise.
    """

    tab: ClassVar[str]

    brg: BRG
    chapter: Chapter | None = None

    @property
    def rows(self):
        """Its own things, with all that a page asks about one."""
        raise NotImplementedError

    def route_of(self, page):
        return f"{self.tab}-{page}" if page else self.tab

    def row_or_404(self, number):
        # A number is unique, so there is nothing to sort.
        found = next(iter(self.rows.filter(pk=number).order_by()), None)
        if found is None:
            raise Http404
        return found

    def url(self, page="", *rest):
        """The address of a page: the list, or that of this name."""
        place = "manage-chapter" if self.chapter else "manage"
        keys = [self.brg.slug, *([self.chapter.slug] if self.chapter else []), *rest]
        return reverse(f"{place}-{self.route_of(page)}", args=keys)

    def frame(self, title, viewer):
        """The context of `manage/base.html`."""
        if self.chapter is None:
            return group_frame(self.brg, self.tab, title)
        leads = leads_group(viewer, self.brg)
        return chapter_frame(self.chapter, self.tab, title, leads_group=leads)

    @classmethod
    def of_group(cls, view):
        """The view for the group that the viewer leads."""

        @functools.wraps(view)
        @of_own_group_with("members_figure")
        def found(request, brg, **rest):
            return view(request, cls(brg), **rest)

        return found

    @classmethod
    def of_chapter(cls, view):
        """For a chapter that the viewer leads, by a post of its own or as the group's lead."""

        @functools.wraps(view)
        @of_own_chapter
        def found(request, chapter, **rest):
            return view(request, cls(chapter.brg, chapter), **rest)

        return found
