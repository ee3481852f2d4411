"""Narrowing a list by what its address says, and the ways on that keep it narrowed."""

import django_filters as filters
from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

QUERY_LENGTH = 80
SELECTED = mark_safe(" selected")  # Safe: a constant.


def ways_on(request, found, page):
    """Addresses of the next page and of the first, which keep the filters that are in use."""
    query = request.GET.copy()
    query.clear()
    query.update(found.chosen)
    start = f"?{query.urlencode()}" if query else request.path
    query["after"] = page.after
    return {
        "next_url": f"?{query.urlencode()}" if page.after else "",
        "start_url": "" if page.is_first else start,
        "clear_url": request.path if found.narrows else "",
    }


class LeanSelect(forms.Select):
    """Draws itself at once. Django renders a template for each option, a third of a whole page."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = self.format_value(value)
        options = (
            (key, SELECTED if str(key) in chosen else "", words) for key, words in self.choices
        )
        return format_html(
            '<select name="{}"{}>{}</select>',
            name,
            flatatt(self.build_attrs(self.attrs, attrs)),
            format_html_join("\n", '<option value="{}"{}>{}</option>', options),
        )


class ChoiceFilter(filters.ChoiceFilter):
    """A choice of one, drawn by a lean select."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"widget": LeanSelect} | kwargs)


class ListFilter(filters.FilterSet):
    """What a list can be narrowed by. A value that is no choice narrows nothing."""

    @property
    def chosen(self):
        """The filters in use, as they stand in the address."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def narrows(self):
        return bool(self.chosen.keys() - {"sort"})
