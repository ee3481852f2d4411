"""Whose events a page of the workspace is about: a group’s, or those of one of its chapters."""

from chapters.hosts import Host

from .actions.held import RELATED
from .models import Event


class EventHost(Host):
    """A group's are also those of its chapters, since its leads look after all."""

    tab = "events"

    @property
    def rows(self):
        mine = Event.objects.filter(brg=self.brg).select_related(*RELATED)
        return mine.filter(chapter=self.chapter) if self.chapter else mine

    def route_of(self, page):
        """The list is called `events`; `event` is the page of one, and begins all other names."""
        return {"": "events", "event": "event"}.get(page) or f"event-{page}"
