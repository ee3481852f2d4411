"""Whose news a page of the workspace is about: a group’s, or that of one of its chapters."""

from chapters.hosts import Host

from .actions.held import RELATED
from .models import NewsItem


class NewsHost(Host):
    tab = "news"

    @property
    def rows(self):
        return NewsItem.objects.of_host(self.brg, self.chapter).select_related(*RELATED)
