import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brgs.models import BRG
from content.text import clean_query

QUERY_LENGTH = 80

SORTS = {
    "name": ["sort_name", "pk"],
    "newest": ["-published", "pk"],
    "size": ["-size", "sort_name", "pk"],
}


class DirectoryFilter(filters.FilterSet):
    """What the directory can be narrowed by. A value that is no choice narrows nothing.

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
        """Groups based in the region, and those at home in every region."""
        return groups.filter(Q(home_region=None) | Q(home_region__slug=value))

    def keep(self, groups, name, value):
        """Sorting is left to the pager, which has to know the order."""
        return groups

    @property
    def chosen(self):
        """The filters in use, as they stand in the address."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def narrows(self):
        return bool(self.chosen.keys() - {"sort"})

    @property
    def order(self):
        return SORTS[self.chosen.get("sort", "name")]
