"""Whose events a page of the workspace is about: a group’s, or those of one of its chapters."""

from chapters.hosts import Host
from chapters.models import Chapter

from .actions.held import RELATED
from .models import Event


class EventHost(Host):
    tab = "events"

    @property
    def rows(self):
        """A group's own are also those of chapters that are closed, whose workspaces are gone."""
        if self.chapter:
            return self.listed
        return self.listed.exclude(chapter__status__in=Chapter.OPEN)

    @property
    def listed(self):
        """A group's list also holds those of its chapters, since its leads look after all."""
        found = Event.objects.filter(brg=self.brg).select_related(*RELATED)
        return found.filter(chapter=self.chapter) if self.chapter else found

    def route_of(self, page):
        """The list is called `events`; `event` is the page of one, and begins most other names."""
        if page.startswith("series"):
            return page
        return {"": "events", "event": "event"}.get(page) or f"event-{page}"
