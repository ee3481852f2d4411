"""The members' part of a group's workspace: the roster, the list as a file, removal for cause."""

from itertools import islice

from django.contrib import messages
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.confirm import recently_confirmed, typed_before
from accounts.models import Region
from accounts.people import person_row
from accounts.refusal import Refusal
from brgs.actions import remove
from brgs.views import of_own_group, of_own_group_with
from brgs.workspace import frame
from content.csv import rows_as_csv
from paging.keyset import keyset_page

from . import roster
from .actions import export_roster
from .members_forms import ExportForm, RemovalForm, RosterSearch
from .models import Chapter, RosterExport

MEMBERS_A_PAGE = 50
EXPORTS_SHOWN = 10
LINES_A_PIECE = 500


@require_safe
@of_own_group_with("members_figure")
def members(request, brg):
    regions, chapters = list(Region.objects.all()), list(_chapters(brg))
    search = RosterSearch(request.GET, regions=regions, chapters=chapters)
    page = keyset_page(
        roster.roster(brg, request.user, **search.narrowing),
        order=roster.ORDER,
        key="public_id",
        after=request.GET.get("after", "")[:32],
        size=MEMBERS_A_PAGE,
    )
    names = {region.pk: region.name for region in regions}
    context = frame(brg, "members", _("Members")) | {
        "search": search,
        "people": _rows(brg, request.user, page.rows, names),
        **_ways_on(request.path, search.chosen, page),
    }
    return render(request, "chapters/manage_members.html", context)


def _chapters(brg):
    return Chapter.objects.open().filter(brg=brg).order_by("sort_name", "pk")


def _rows(brg, viewer, people, regions):
    chapters = roster.chapter_names(brg, viewer, [person.pk for person in people])
    return [
        person_row(person)
        | {
            "places": _places(regions.get(person.region_id), chapters.get(person.pk)),
            "remove_url": reverse("manage-member-remove", args=[brg.slug, person.public_id]),
            "is_viewer": person == viewer,
        }
        for person in people
    ]


def _places(region, chapter):
    """Where somebody works, and their chapter, which often is called like the region."""
    named = _("Chapter %(name)s") % {"name": chapter} if chapter else ""
    return [place for place in (region, named) if place]


def _ways_on(path, chosen, page):
    """Addresses of the next page and of the first, which keep the filters that are in use."""
    start = f"?{urlencode(chosen)}" if chosen else path
    further = f"?{urlencode({**chosen, 'after': page.after})}"
    return {
        "next_url": further if page.after else "",
        "start_url": "" if page.is_first else start,
        "clear_url": path if chosen else "",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@of_own_group
@recently_confirmed
def export(request, brg):
    form = ExportForm(*_sent(request), initial=typed_before(request))
    if form.is_valid():
        export_roster(brg=brg, by=request.user, reason=form.cleaned_data["reason"])
        return _file(roster.roster_file(brg, request.user))
    context = frame(brg, "members", _("Members as a file")) | {
        "form": form,
        "exports": RosterExport.objects.of(brg)[:EXPORTS_SHOWN],
    }
    status = 422 if form.is_bound else 200
    return render(request, "chapters/export_members.html", context, status=status)


def _file(rows):
    """The rows as an attachment whose name tells nothing, sent while they are read."""
    response = StreamingHttpResponse(
        _pieces(rows_as_csv(rows)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="list.csv"'
    return response


def _pieces(lines):
    """Some hundred lines at a time, for each piece costs a call to the network.

    The headings go ahead alone: they are there before the first person is looked up.
    """
    size = 2
    while piece := "".join(islice(lines, size)):
        yield piece
        size = LINES_A_PIECE


def _sent(request):
    """What a form was sent with, as arguments of the form; none where it is only shown."""
    return (request.POST,) if request.method == "POST" else ()


@require_http_methods(["GET", "HEAD", "POST"])
@of_own_group
@recently_confirmed
def remove_member(request, brg, public_id):
    """Only whom the lead can see can be removed; oneself leaves like everybody else."""
    membership = roster.member_seen(brg, request.user, public_id)
    if membership is None:
        raise Http404
    if membership.person == request.user:
        return redirect("group-leave", brg.slug)
    form = RemovalForm(*_sent(request), initial=typed_before(request))
    if form.is_valid() and _removed(request, brg, membership.person, form):
        return redirect("manage-members", brg.slug)
    status = 422 if form.is_bound else 200
    question = _("Remove %(name)s from the group?") % {"name": membership.person.name}
    context = frame(brg, "members", _("Remove a member")) | {"form": form, "question": question}
    return render(request, "chapters/remove_member.html", context, status=status)


def _removed(request, brg, person, form):
    """Remove the person, or say in the form why not; returns whether that is done with."""
    try:
        ended = remove(brg=brg, person=person, by=request.user, reason=form.cleaned_data["reason"])
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    said = _("Removed. The person can read your reason.") if ended else _("Nothing has changed.")
    messages.success(request, said)
    return True
