import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from brgs.models import BRG
from chapters.models import Chapter
from content.text import clean_query
from paging.filters import QUERY_LENGTH, ListFilter

SORTS = {
    "name": ["sort_name", "pk"],
    "newest": ["-published", "pk"],
    "size": ["-size", "sort_name", "pk"],
}


class DirectoryFilter(ListFilter):
    """The filters of the directory of groups.

    The choices come as rows that the page has already read, since it names them on cards too.
    """

    q = filters.CharFilter(
        label=_("Search"), method="search", widget=forms.TextInput(attrs={"type": "search"})
    )
    focus = filters.ChoiceFilter(
        label=_("Focus"), field_name="focus_areas__slug", empty_label=_("All")
    )
    region = filters.ChoiceFilter(label=_("Region"), method="in_region", empty_label=_("All"))
    sort = filters.ChoiceFilter(
        label=_("Sorted by"),
        method="keep",
        empty_label=None,
        null_label=None,
        choices=[("name", _("Name")), ("newest", _("Newest")), ("size", _("Size"))],
    )

    class Meta:
        model = BRG
        fields = []

    def __init__(self, *args, focus_areas, regions, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["focus"].extra["choices"] = [(area.slug, area.name) for area in focus_areas]
        self.filters["region"].extra["choices"] = [(row.slug, row.name) for row in regions]

    def search(self, groups, name, value):
        return groups.matching(clean_query(value, QUERY_LENGTH))

    def in_region(self, groups, name, value):
        """Groups with an active chapter in the region, and those based there.

        Without any chapter and without a home, a group is at home everywhere, and found. Once it
        has chapters, they say where it is; somebody elsewhere finds it by leaving the filter out.
        """
        chapters = Chapter.objects.active().filter(brg=OuterRef("pk"))
        there = Exists(chapters.filter(region__slug=value)) | Q(home_region__slug=value)
        return groups.filter(there | Q(~Exists(chapters), home_region=None))

    def keep(self, groups, name, value):
        """Sorting is left to the pager, which has to know the order."""
        return groups

    @property
    def order(self):
        return SORTS[self.chosen.get("sort", "name")]


class ChapterFilter(ListFilter):
    """The filters of the list of chapters. Without any group to choose there is no such filter."""

    q = filters.CharFilter(
        label=_("Search"), method="search", widget=forms.TextInput(attrs={"type": "search"})
    )
    region = filters.ChoiceFilter(
        label=_("Region"), field_name="region__slug", empty_label=_("All")
    )
    group = filters.ChoiceFilter(label=_("Group"), field_name="brg__slug", empty_label=_("All"))

    class Meta:
        model = Chapter
        fields = []

    def __init__(self, *args, regions, groups, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["region"].extra["choices"] = [(row.slug, row.name) for row in regions]
        self.filters["group"].extra["choices"] = [(row.slug, row.short_name) for row in groups]
        if not groups:
            del self.filters["group"]

    def search(self, chapters, name, value):
        return chapters.matching(clean_query(value, QUERY_LENGTH))
