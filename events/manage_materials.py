"""Recordings and slides of an event, in the workspace of its host."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.refusal import Refusal
from brgs.permissions import leads_group
from brgs.views import sent
from resources.models import Resource

from .actions.materials import attach, detach, why_not_attach
from .material_forms import MaterialForm
from .models import Material


@require_http_methods(["GET", "HEAD", "POST"])
def recordings(request, host, number):
    """What stands beside the event, what can be put there, and how to take it away."""
    event = host.row_or_404(number)
    if "remove" in request.POST:
        return _remove(request, host, event)
    form = MaterialForm(sent(request), brg=event.brg)
    if form.is_valid() and _attached(request, event, form):
        return redirect(host.url("recordings", number))
    return _page(request, host, event, form)


def _remove(request, host, event):
    asked = request.POST["remove"][:32].replace("\0", "")
    resource = Resource.objects.filter(brg=event.brg_id, public_id=asked).first()
    if resource and detach(event=event, by=request.user, resource=resource):
        messages.success(request, _("Removed here. The group still offers it."))
    return redirect(host.url("recordings", event.pk))


def _attached(request, event, form):
    """Whether it is there now; if not, the form says why, and keeps what was chosen."""
    try:
        attach(event=event, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Added. Whoever may open it finds it on the event’s page."))
    return True


def _page(request, host, event, form):
    context = host.frame(_("Recordings and slides"), request.user) | {
        "event": event,
        "form": form,
        "why_not": why_not_attach(event),
        "materials": Material.objects.filter(event=event).in_order(),
        "has_resources": form.fields["resource"].queryset.exists(),
        "new_url": _new_url(request, event),
        "back_url": host.url("event", event.pk),
    }
    status = 422 if form.is_bound else 200
    return render(request, "events/manage_recordings.html", context, status=status)


def _new_url(request, event):
    """Where resources are added, for those who look after the group's."""
    if not leads_group(request.user, event.brg):
        return ""
    return reverse("manage-resource-new", args=[event.brg.slug])
