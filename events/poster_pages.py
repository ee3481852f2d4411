"""Posters of an event, for whoever may read it whole."""

from csp.constants import HEADER
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from .models import Event
from .poster_files import as_pdf, as_svg, can_be_pdf
from .posters import PAPERS, poster
from .views import missing

# A drawing is opened as a page of the portal, and brings nothing that could run.
SANDBOX = "default-src 'none'; sandbox"


@require_safe
def poster_svg(request, number, slug):
    """The drawing. The number decides; a paper that nobody knows is the usual one."""
    event = _open(request.user, number)
    if event is None:
        return missing(request)
    response = HttpResponse(as_svg(poster(event, _paper(request))), content_type="image/svg+xml")
    response[HEADER] = SANDBOX
    return response


@require_safe
def poster_pdf(request, number, slug):
    """The sheet; or the drawing, which every browser prints, where our typeface lacks a letter."""
    event = _open(request.user, number)
    if event is None:
        return missing(request)
    paper = _paper(request)
    sheet = poster(event, paper)
    if not can_be_pdf(sheet):
        return redirect(f"{reverse('event-poster', args=[number, slug])}?paper={paper}")
    response = HttpResponse(as_pdf(sheet), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="poster.pdf"'
    return response


def _open(viewer, number):
    rows = Event.objects.open_to(viewer).filter(pk=number)
    # A number is unique, so there is nothing to sort.
    return next(iter(rows.select_related("brg", "chapter__brg")), None)


def _paper(request):
    asked = request.GET.get("paper", "")
    return asked if asked in PAPERS else "a4"
