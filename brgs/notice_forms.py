"""What a person may choose about mail, in the order of the page."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from notices.kinds import CHOOSABLE
from notices.models import Delivery, key_of

# Columns of the mailbox.
OF_MAILBOX = ("quiet", "quiet_begins", "quiet_ends", "names_groups", "calendar_mail")

# In place of an empty choice, which a form would call optional.
BY_KIND = "by_kind"
ON_THE_CLOCK = {"required": _("Choose a time, as 20:00.")}


def clock(label):
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(label=label, widget=widget, error_messages=ON_THE_CLOCK)


class NoticeSettingsForm(forms.Form):
    """When to be told by mail, of each kind and of each group, and how quietly."""

    template_name = "brgs/_notice_sections.html"

    quiet = forms.BooleanField(label=_("No mail during quiet hours"), required=False)
    quiet_begins = clock(_("Quiet from"))
    quiet_ends = clock(_("Quiet until"))
    names_groups = forms.BooleanField(
        label=_("Name private groups in the subject of a mail"), required=False
    )
    calendar_mail = forms.BooleanField(
        label=_("Mails about my events change my calendar"), required=False
    )

    def __init__(self, *args, mailbox, groups, choices, zone, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.groups = {f"group_{brg.pk}": brg for brg in groups}
        self.chosen = {choice.kind or choice.topic: choice.delivery for choice in choices}
        for name in OF_MAILBOX:
            self.fields[name].initial = getattr(mailbox, name)
        for kind in CHOOSABLE:
            self.fields[f"kind_{kind.key}"] = self._of_kind(kind)
        for name, brg in self.groups.items():
            self.fields[name] = self._of_group(brg)

    def _of_kind(self, kind):
        return forms.ChoiceField(
            label=kind.name,
            help_text=kind.explanation,
            choices=Delivery.choices,
            initial=self.chosen.get(kind.key, Delivery.AT_ONCE),
        )

    def _of_group(self, brg):
        return forms.ChoiceField(
            label=brg.name,
            choices=[(BY_KIND, _("As chosen for each kind")), *Delivery.choices],
            initial=self.chosen.get(key_of(brg), BY_KIND),
        )

    def clean(self):
        begins, ends = self.cleaned_data.get("quiet_begins"), self.cleaned_data.get("quiet_ends")
        if begins and begins == ends and self.cleaned_data.get("quiet"):
            self.add_error("quiet_ends", _("Choose a time other than the one they begin at."))
        return self.cleaned_data

    # The sections of the page

    @property
    def site_name(self):
        """What a discreet subject names."""
        return settings.SITE_NAME

    @property
    def of_kinds(self):
        return [self[f"kind_{kind.key}"] for kind in CHOOSABLE]

    @property
    def of_open_groups(self):
        return [self[name] for name, brg in self.groups.items() if not brg.is_sensitive]

    @property
    def of_folded_groups(self):
        """Groups that are kept private, which the page shows when it is asked to."""
        return [self[name] for name, brg in self.groups.items() if brg.is_sensitive]

    def preferences(self):
        """What is to be kept, as the action takes it."""
        data = self.cleaned_data
        return {
            "kinds": {kind.key: data[f"kind_{kind.key}"] for kind in CHOOSABLE},
            "topics": {
                key_of(brg): "" if data[name] == BY_KIND else data[name]
                for name, brg in self.groups.items()
            },
            **{name: data[name] for name in OF_MAILBOX},
        }
