"""The first and the last page of a lead's workspace, which gather from all apps."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from brgs.views import of_own_group, of_own_group_with
from brgs.workspace import frame

from .history import history
from .overview import overview


@require_safe
@of_own_group_with("members_figure")
def manage(request, brg):
    context = frame(brg, "overview", _("Overview")) | overview(brg)
    return render(request, "portal/manage_overview.html", context)


@require_safe
@of_own_group
def manage_history(request, brg):
    after = request.GET.get("after", "")
    found = history(brg, after)
    context = frame(brg, "history", _("History")) | {
        "acts": found.acts,
        "next_url": found.next_url,
        "start_url": reverse("manage-history", args=[brg.slug]) if after else "",
    }
    return render(request, "portal/manage_history.html", context)
