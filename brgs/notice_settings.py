"""The page on which a person says how they want to be told: by kind, and by group of theirs."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from notices.actions import set_preferences
from notices.kinds import KINDS, MUST_HAVE
from notices.models import Choice, Mailbox, key_of

from .models import BRG, Membership
from .notice_forms import NoticeSettingsForm
from .views import sent

ALWAYS_SENT = [*MUST_HAVE, KINDS["account"]]


@require_http_methods(["GET", "HEAD", "POST"])
def notice_settings(request):
    form = _form(request)
    if form.is_valid():
        set_preferences(person=request.user, by=request.user, **form.preferences())
        messages.success(request, _("Saved. What is on its way to you follows it too."))
        return redirect("me-notice-settings")
    context = {"form": form, "always_sent": ALWAYS_SENT}
    status = 422 if form.is_bound else 200
    return render(request, "brgs/notice_settings.html", context, status=status)


def _form(request):
    person = request.user
    choices = list(Choice.objects.filter(person=person))
    mailbox = Mailbox.objects.filter(person=person).first() or Mailbox(person=person)
    groups = _groups(person, [choice.topic for choice in choices if choice.topic])
    return NoticeSettingsForm(
        sent(request), mailbox=mailbox, groups=groups, choices=choices, zone=person.zone.key
    )


def _groups(person, chosen):
    """One's groups by name, and those that one has chosen about without belonging."""
    own = Membership.objects.current().filter(person=person).select_related("brg")
    found = {row.brg_id: row.brg for row in own if row.brg.is_readable}
    if set(chosen) - {key_of(brg) for brg in found.values()}:
        found |= {brg.pk: brg for brg in BRG.objects.active() if key_of(brg) in chosen}
    return sorted(found.values(), key=lambda brg: (brg.sort_name, brg.pk))
