from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordKeyForm,
    UserTokenForm,
    default_token_generator,
)
from django import forms
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from content.pictures import PHOTO, PictureField
from content.text import LineField

from .models import Region, User
from .time_zones import time_zone_choices
from .visibility import DEFAULT_CHOICES, EXPLANATIONS, ICONS
from .widgets import ChoiceCards

LOGIN_LENGTH = User._meta.get_field("email").max_length
PASSWORD_LENGTH = 1000


def login_field():
    """One field for both names that an account goes by; the keyboard shall not meddle with it."""
    widget = forms.TextInput(
        attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
    )
    return forms.CharField(
        label=_("Work e-mail or employee id"), max_length=LOGIN_LENGTH, widget=widget
    )


def _way_back():
    url, words = reverse("account_reset_password"), _("Forgot your password?")
    return format_html('<a href="{}">{}</a>', url, words)


class PlainFields:
    """Fields in our words, without the placeholders that repeat a label and then vanish."""

    labels = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field.widget, forms.PasswordInput):
                self._bound_password(field)

    def _bound_password(self, field):
        field.widget.attrs["maxlength"] = PASSWORD_LENGTH
        field.max_length = PASSWORD_LENGTH
        field.validators.append(forms.fields.validators.MaxLengthValidator(PASSWORD_LENGTH))


class SignInForm(PlainFields, LoginForm):
    labels = {"remember": _("Keep me signed in")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = login_field()
        self.fields["password"].help_text = lazy(_way_back, str)()
        self.fields["remember"].help_text = _(
            "Leave this unticked on a device that others use too."
        )

    def user_credentials(self):
        return {
            "login": self.cleaned_data["login"],
            "password": self.cleaned_data["password"],
        }


class PasswordForgottenForm(forms.Form):
    # The view that django-allauth brings looks for this name.
    email = login_field()

    def clean_email(self):
        login = self.cleaned_data["email"]
        people = User.objects.with_login(login).filter(is_active=True, email__isnull=False)
        self.person = people.first()
        return login

    def save(self, request, **kwargs):
        """Send the link. For an unknown account the same work is done, and nobody is told."""
        person = self.person or User(pk=0, email="nobody@invalid.example")
        token = default_token_generator.make_token(person)
        link = reverse("account_reset_password_from_key", args=[person.public_id, token])
        get_adapter().send_password_link(person, link)
        return self.cleaned_data["email"]


class PasswordLink(UserTokenForm):
    """Reads the link in a mail, which names the account by its public id."""

    def _get_user(self, uidb36):
        return User.objects.filter(public_id=uidb36, is_active=True).first()


class NewPasswordForm(PlainFields, ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("New password again")}


class PasswordChangeForm(PlainFields, ChangePasswordForm):
    labels = NewPasswordForm.labels | {"oldpassword": _("Current password")}


class ConfirmForm(PlainFields, ReauthenticateForm):
    """Asks for the password once more before something that matters."""


class PhotoInput(forms.ClearableFileInput):
    """A file to choose, and beside it a tick to take the present photo away."""

    template_name = "accounts/_photo_input.html"


class ProfileForm(forms.ModelForm):
    """What people say about themselves. Legal name, e-mail and employee id are HR's."""

    preferred_name = LineField(
        label=_("Preferred name"),
        max_length=120,
        required=False,
        help_text=_("Shown everywhere in place of your legal name."),
    )
    pronouns = LineField(label=_("Pronouns"), max_length=40, required=False)
    job_title = LineField(label=_("Job title"), max_length=120, required=False)
    region = forms.ModelChoiceField(
        label=_("Region"), queryset=Region.objects.all(), required=False, empty_label=_("None")
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zone_choices,
        required=False,
        help_text=_("All times are shown in it. If you choose none, your region’s is used."),
    )
    photo = PictureField(PHOTO, label=_("Photo"), required=False, widget=PhotoInput)
    default_visibility = forms.ChoiceField(
        label=_("Who may see my new groups, to begin with"),
        choices=[("", _("What each group suggests")), *DEFAULT_CHOICES],
        required=False,
        widget=ChoiceCards(
            explained={
                "": ("heart-handshake", _("When you join, the group’s own choice is offered.")),
                **{value: (ICONS[value], EXPLANATIONS[value]) for value, _label in DEFAULT_CHOICES},
            }
        ),
        help_text=_(
            "Who can see that you belong, until you choose otherwise on the form for joining. "
            "The stricter of this and the group’s own setting counts."
        ),
    )

    class Meta:
        model = User
        fields = [
            "preferred_name",
            "pronouns",
            "job_title",
            "region",
            "time_zone",
            "photo",
            "default_visibility",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        zone = self.instance.time_zone
        if zone and all(zone not in dict(names) for _part, names in time_zone_choices()[1:]):
            # Kept by whoever set it, under a name that we do not offer, such as UTC.
            self.fields["time_zone"].choices = [*time_zone_choices(), (zone, zone)]

    def values(self):
        """The cleaned values that are columns, without the photo, which is more than that."""
        return {name: value for name, value in self.cleaned_data.items() if name != "photo"}
