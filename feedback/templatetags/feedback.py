"""Ways to the form, on pages of apps that know nothing of feedback."""

from django import template
from django.urls import reverse

from ..opening import came, is_open, open_to

register = template.Library()


@register.simple_tag
def feedback_url(event, viewer):
    """Where the viewer may say what they thought of the event, or nothing."""
    if not (is_open(event) and came(viewer, event)):
        return ""
    return reverse("event-feedback", args=[event.pk, event.slug])


@register.simple_tag
def events_for_feedback(viewer):
    """The events about which the viewer may say what they thought."""
    return list(open_to(viewer))
