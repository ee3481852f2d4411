import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from brgs.models import Membership
from content.text import clean_query
from paging.filters import QUERY_LENGTH, ListFilter

from .models import NewsItem

# No address of a group is spelled so.
OWN = "~own"


class NewsFilter(ListFilter):
    """What the list of news can be narrowed by: words, one's own groups, or one group."""

    q = filters.CharFilter(
        label=_("Search"), method="search", widget=forms.TextInput(attrs={"type": "search"})
    )
    group = filters.ChoiceFilter(label=_("Group"), method="told_by", empty_label=_("All groups"))

    class Meta:
        model = NewsItem
        fields = []

    def __init__(self, *args, viewer, groups, **kwargs):
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        own = [(OWN, _("My groups"))] if viewer.is_authenticated else []
        named = [(row.slug, row.short_name) for row in groups]
        self.filters["group"].extra["choices"] = own + named

    def search(self, items, name, value):
        return items.matching(clean_query(value, QUERY_LENGTH))

    def told_by(self, items, name, value):
        if value != OWN:
            return items.filter(brg__slug=value)
        mine = Membership.objects.current().filter(person=self.viewer)
        return items.filter(brg__in=mine.values("brg"))
