from django.utils.translation import gettext as _

from .models import Event


def can_manage_event(user, event):
    """Whether a person edits the event today: as a lead of its group, or of its chapter."""
    return Event.objects.led_by(user).filter(pk=event.pk).exists()


def can_attend(user, event):
    """Whether the event is for a person, who may answer while it takes answers."""
    return user.is_employee and Event.objects.open_to(user).filter(pk=event.pk).exists()


def why_not_approve(user, event):
    """Why somebody with a part in it may not approve an event, in words; empty for others."""
    if user.public_id in event.askers or event.author_id == user.pk:
        return _("You asked for this yourself, so another curator decides.")
    if can_manage_event(user, event):
        return _("You look after this event, so another curator decides.")
    return ""
