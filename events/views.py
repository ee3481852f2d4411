"""An event's own pages. Hidden and absent are alike."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from . import when
from .models import Event


@require_safe
def event(request, number, slug=None):
    """One event. The number decides; whoever may see it is led to its full address."""
    found = visible(request.user, number)
    if found is None:
        return missing(request)
    if slug != found.slug:
        return redirect(found)
    return render(request, "events/detail.html", {"event": found, "when": when.in_words(found)})


def visible(viewer, number):
    """The event of this number among those that the viewer may know of, or None."""
    found = Event.objects.visible_to(viewer).filter(pk=number)
    # A number is unique, so there is nothing to sort.
    return next(iter(found.select_related("brg", "chapter__brg", "pillar", "region")), None)


def missing(request):
    """Hidden and absent alike: a visitor is asked to sign in, and learns of nothing else."""
    if request.user.is_authenticated:
        raise Http404
    return redirect_to_login(request.get_full_path())
