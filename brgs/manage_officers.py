"""Officers of a group, for its leads."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from . import officer_pages as pages
from .models import Officer
from .officer_desk import Desk
from .views import of_own_group
from .workspace import frame

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _desk(brg):
    return Desk(
        unit=brg,
        model=Officer,
        route="manage-officer",
        address={"slug": brg.slug},
        frame=lambda title: frame(brg, "officers", title),
        no_lead=_("This group has no lead. Offer the post to somebody."),
    )


@require_safe
@of_own_group
def officers(request, brg):
    return pages.officers_page(request, _desk(brg))


@form_page
@of_own_group
def new(request, brg):
    return pages.new_page(request, _desk(brg))


@require_safe
@of_own_group
def officer(request, brg, office):
    return pages.officer_page(request, _desk(brg), office)


@form_page
@of_own_group
def end(request, brg, office):
    return pages.end_page(request, _desk(brg), office)


@form_page
@of_own_group
def hand_over(request, brg, office):
    return pages.hand_over_page(request, _desk(brg), office)


@form_page
@of_own_group
def deputy(request, brg, office):
    return pages.deputy_page(request, _desk(brg), office)
