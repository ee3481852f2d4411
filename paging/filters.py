"""Narrowing a list by what its address says, and the ways on that keep it narrowed."""

import django_filters as filters

QUERY_LENGTH = 80


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
