"""Curation of people's accounts: who they are, never where they belong."""

from django import forms
from django.contrib import admin
from django.contrib.admin.models import DELETION
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.text import LineField

from . import actions
from .curation import Beside, Cell, Link, Question, StrictAdmin
from .curation_forms import CurationForm, ListForm
from .curators import WAYS_IN, change_account, set_curator, ways_in_are_settled
from .models import Region, User
from .names import plain_text
from .time_zones import time_zone_choices

# Each word is one more look at every name.
MAX_WORDS = 5


class PeopleListForm(ListForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["q"].label = _("Name, work e-mail or employee id")

    def matching(self, rows, words):
        """People whose shown or legal name holds every word, or whose e-mail or id it is."""
        shown = Q()
        legal = Q()
        for word in words.split()[:MAX_WORDS]:
            shown &= Q(sort_name__contains=plain_text(word))
            legal &= Q(legal_name__icontains=word)
        return rows.filter(shown | legal | Q(email__iexact=words) | Q(employee_id__iexact=words))


class PersonForm(CurationForm):
    """What a curator may say about a person: a name, the ways in, a job, a place."""

    region = forms.ModelChoiceField(
        Region.objects.all(),
        label=gettext_lazy("Region"),
        to_field_name="slug",
        required=False,
        empty_label=gettext_lazy("Not known"),
    )
    preferred_name = LineField(
        label=gettext_lazy("Preferred name"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Shown everywhere in place of the legal name."),
    )
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), required=False)
    curates = forms.BooleanField(
        label=gettext_lazy("Is a curator"),
        help_text=gettext_lazy("Edits groups, lists and people here. Sees no memberships."),
        required=False,
    )

    layout = [
        (gettext_lazy("Name"), "", ["legal_name", "preferred_name"]),
        (
            gettext_lazy("Signing in"),
            gettext_lazy("At least one of the two. No password is set here."),
            ["email", "employee_id"],
        ),
        (gettext_lazy("Work"), "", ["job_title", "region", "time_zone"]),
        (gettext_lazy("Curation"), "", ["curates"]),
    ]

    class Meta:
        model = User
        fields = [
            *("legal_name", "preferred_name", "email", "employee_id"),
            *("job_title", "region", "time_zone"),
        ]
        field_classes = dict.fromkeys(("legal_name", "preferred_name", "job_title"), LineField)

    def __init__(self, *args, may_grant, **kwargs):
        super().__init__(*args, **kwargs)
        person = self.instance
        self.initial["region"] = person.region and person.region.slug
        self.initial["curates"] = person.is_staff
        self.fields["time_zone"].choices = _zones(person.time_zone)
        if not may_grant or person.is_superuser:
            del self.fields["curates"]
        for name in WAYS_IN if person.pk and ways_in_are_settled(person) else ():
            self.fields[name].disabled = True
            self.fields[name].help_text = _("The account is in use, so only HR changes this.")

    def clean_email(self):
        return self._free("email")

    def clean_employee_id(self):
        return self._free("employee_id")

    def _free(self, name):
        """What was typed, in the one way in which it is kept, if nobody else has it."""
        typed = (self.cleaned_data[name] or "").strip()
        others = User.objects.exclude(pk=self.instance.pk)
        if typed and others.filter(**{f"{name}__iexact": typed}).exists():
            raise ValidationError(_("Another account has this already."))
        return typed or None


def _zones(present):
    """Zones to choose from, and the present one also where it has a name such as UTC."""
    zones = [("", _("The region’s")), *time_zone_choices()[1:]]
    offered = {name for _part, names in zones[1:] for name, _shown in names}
    return zones if present in offered | {""} else [*zones, (present, present)]


@admin.register(User)
class PersonAdmin(StrictAdmin):
    """People, under addresses that say nothing; the log holds the same opaque ids, and no names."""

    form = PersonForm
    list_form = PeopleListForm
    order = ("sort_name", "public_id")
    key = page_key = "public_id"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("region")

    def cells(self, person):
        cells = [
            Cell(_("Employee id"), person.employee_id or _("None")),
            Cell(_("Work e-mail"), person.email or _("None")),
            Cell(_("Job title"), person.job_title or _("Not known")),
            Cell(_("Region"), str(person.region) if person.region else _("Not known")),
        ]
        return cells + self._standing(person)

    def _standing(self, person):
        """What is out of the ordinary about an account."""
        cells = []
        if person.is_staff:
            role = _("Superuser") if person.is_superuser else _("Curator")
            cells.append(Cell(_("Curation"), role, "plain"))
        if not person.is_active:
            cells.append(Cell(_("Account"), _("Not active"), "warn"))
        return cells

    # Nobody acts on themself, and on staff only superusers do.

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._may_act_on(request, obj)

    def has_delete_permission(self, request, obj=None):
        may = request.user.has_perm("accounts.delete_user")
        return may and self._may_act_on(request, obj)

    def _may_act_on(self, request, person):
        if person is None:
            return True
        is_own = person.pk == request.user.pk
        is_above = person.is_staff or person.is_superuser
        return not is_own and (request.user.is_superuser or not is_above)

    def form_for(self, request, thing):
        data = (request.POST,) if request.method == "POST" else ()
        return self.form(*data, instance=thing, may_grant=request.user.is_superuser)

    def keep(self, request, form):
        is_new = form.instance.pk is None
        if is_new:
            person = form.save(commit=False)
            person.set_unusable_password()
            person = actions.create_person(person=person, by=request.user)
        else:
            # What was not touched may have been changed by the person meanwhile.
            touched = [name for name in form.changed_data if name in form.Meta.fields]
            values = {name: getattr(form.instance, name) for name in touched}
            person = change_account(person=form.instance, by=request.user, values=values)
        if "curates" in form.fields:
            curates = form.cleaned_data["curates"]
            person = set_curator(person=person, by=request.user, curates=curates)
        return person

    # The log

    def log_key(self, person):
        return person.public_id

    def name_in_log(self, person):
        return person.public_id

    def change_in_log(self, form, is_new):
        """Not even which field: that somebody's name was changed can say much about them."""
        return ""

    # Ending and beginning

    def more_urls(self):
        return [
            self.page("<slug:object_id>/deactivate/", self.deactivate_view, "deactivate"),
            self.page("<slug:object_id>/reactivate/", self.reactivate_view, "reactivate"),
            self.page("<slug:object_id>/erase/", self.erase_view, "erase"),
        ]

    def beside(self, request, person):
        acts = []
        if self.has_change_permission(request, person):
            acts.append(self._door(person))
        if self.has_delete_permission(request, person):
            acts.append(Link(self.address("erase", person), _("Erase"), "trash-2", danger=True))
        return Beside(
            facts=self._standing(person),
            note=self._why_not(request, person),
            acts=acts,
            links=[self.link_to_history(person)],
        )

    def _door(self, person):
        if person.is_active:
            return Link(self.address("deactivate", person), _("Deactivate"), "lock")
        return Link(self.address("reactivate", person), _("Reactivate"), "door-open")

    def _why_not(self, request, person):
        if person.pk == request.user.pk:
            return _("This is your own account. Change it under “Me”, or ask a superuser.")
        if not self.has_change_permission(request, person):
            return _("Only a superuser changes the account of a curator.")
        return ""

    def deactivate_view(self, request, object_id):
        person = self._person_to_act_on(request, object_id, self.has_change_permission)
        question = Question(
            title=_("Deactivate the account of %(name)s?") % {"name": person},
            text=_("They are signed out at once and cannot sign in until you reactivate them."),
            action=_("Deactivate"),
            done=_("The account is not active any more."),
            act=lambda: actions.deactivate(person=person, by=request.user),
            said="",
            danger=True,
        )
        return self.ask_first(request, person, question)

    def reactivate_view(self, request, object_id):
        person = self._person_to_act_on(request, object_id, self.has_change_permission)
        question = Question(
            title=_("Reactivate the account of %(name)s?") % {"name": person},
            text=_("They can then sign in again."),
            action=_("Reactivate"),
            done=_("The account is active again."),
            act=lambda: actions.reactivate(person=person, by=request.user),
            said="",
        )
        return self.ask_first(request, person, question)

    def erase_view(self, request, object_id):
        person = self._person_to_act_on(request, object_id, self.has_delete_permission)
        question = Question(
            title=_("Erase %(name)s?") % {"name": person},
            text=_("The account and all that belongs to it are deleted. This cannot be undone."),
            action=_("Erase for good"),
            done=_("The account is erased."),
            act=lambda: actions.erase(person=person, by=request.user),
            said="",
            danger=True,
            logged=DELETION,
        )
        return self.ask_first(request, person, question)

    def _person_to_act_on(self, request, object_id, may):
        person = self.thing_or_404(request, object_id)
        if not may(request, person):
            raise PermissionDenied
        return person
