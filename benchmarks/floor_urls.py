"""The floor app's addresses, and one that answers an invitation after the checks that ours makes.

The floor's own `rsvp` believes whoever is named in the address, so the difference between the two
is what it costs to know who is asking.
"""

from core.views import rsvp
from django.contrib.auth.decorators import login_required
from django.urls import path
from floor.urls import urlpatterns as floor_urls


@login_required
def checked_rsvp(request, pk):
    """The floor's `rsvp` for whoever is signed in; not exempt from the CSRF check."""
    request.GET = {"u": request.user.pk}
    return rsvp(request, pk)


urlpatterns = [*floor_urls, path("checked/<int:pk>/", checked_rsvp)]
