from django.utils.translation import gettext as _

from .models import NewsItem


def why_not_approve(user, item):
    """Why somebody with a part in it may not approve news, in words; empty for others."""
    if user.public_id in item.askers or item.author_id == user.pk:
        return _("You asked for this yourself, so another curator decides.")
    if NewsItem.objects.led_by(user).filter(pk=item.pk).exists():
        return _("You lead the group that tells this, so another curator decides.")
    return ""
