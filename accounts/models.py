import contextlib
import secrets
import zoneinfo

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .names import SORT_NAME_LENGTH, sort_name
from .visibility import DEFAULT_CHOICES

# The group of Django's that holds what a curator may do; a migration makes it.
CURATORS = "Curators"


def make_public_id():
    """A random name for outside use, 22 characters that say nothing about the row."""
    return secrets.token_urlsafe(16)


def validate_time_zone(name):
    """Accept the names of the IANA time zone database, and nothing else."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("Choose a time zone from the list."), code="time_zone")


# Without "@", so that what is typed at sign-in is either an e-mail or an employee id, never both.
validate_employee_id = RegexValidator(
    r"\A[A-Za-z0-9][A-Za-z0-9._/-]*\Z",
    _("Use letters, digits, dots, dashes and slashes only."),
    code="employee_id",
)


class Region(models.Model):
    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        validators=[validate_time_zone],
        help_text=_("A name of the IANA database, such as America/Denver."),
    )

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["name"]

    def __str__(self):
        return self.name


class UserQuerySet(models.QuerySet):
    def employees(self):
        """Active people with an employee id: those whom groups are open to."""
        return self.filter(is_active=True, employee_id__isnull=False)

    def curators(self):
        """Active people who curate: of the group of curators, or superusers."""
        in_group = models.Q(groups__name=CURATORS)
        rows = self.filter(models.Q(is_superuser=True) | in_group, is_active=True, is_staff=True)
        return rows.distinct()

    def with_login(self, text):
        """The account that this e-mail or employee id belongs to, in any case: one or none."""
        text = text.strip().lower()
        return self.alias(login=Lower("email" if "@" in text else "employee_id")).filter(login=text)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    use_in_migrations = False

    def get_by_natural_key(self, username):
        return self.with_login(username).get()

    def create_user(self, *, password=None, **fields):
        """Make an account. Without a password it can sign in through the provider alone."""
        user = self.model(**fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save()
        return user

    def create_superuser(self, *, password=None, **fields):
        return self.create_user(password=password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. No protected characteristic is stored here, and no union status."""

    public_id = models.CharField(max_length=32, unique=True, default=make_public_id, editable=False)
    email = models.EmailField(_("work e-mail"), unique=True, null=True, blank=True)
    employee_id = models.CharField(
        _("employee id"),
        max_length=32,
        unique=True,
        null=True,
        blank=True,
        validators=[validate_employee_id],
    )
    legal_name = models.CharField(_("legal name"), max_length=120)
    preferred_name = models.CharField(
        _("preferred name"),
        max_length=120,
        blank=True,
        help_text=_("Shown everywhere in place of your legal name."),
    )
    sort_name = models.CharField(max_length=SORT_NAME_LENGTH, editable=False)
    pronouns = models.CharField(_("pronouns"), max_length=40, blank=True)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    region = models.ForeignKey(
        Region,
        verbose_name=_("region"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    time_zone = models.CharField(
        _("time zone"), max_length=64, blank=True, validators=[validate_time_zone]
    )
    language = models.CharField(_("language"), max_length=12, default="en")
    photo = models.ImageField(
        _("photo"), upload_to="photos", blank=True, max_length=120, db_index=True
    )
    default_visibility = models.CharField(
        _("who may see my groups, to begin with"),
        max_length=8,
        choices=DEFAULT_CHOICES,
        blank=True,
        help_text=_("Used when it is stricter than the group’s own setting."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    active_changed = models.DateTimeField(default=timezone.now, editable=False)
    is_staff = models.BooleanField(_("may sign in to curation"), default=False)
    created = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["legal_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique_in_any_case"),
            models.UniqueConstraint(
                Lower("employee_id"), name="user_employee_id_unique_in_any_case"
            ),
            models.CheckConstraint(
                condition=models.Q(email__isnull=False) | models.Q(employee_id__isnull=False),
                name="user_has_email_or_employee_id",
            ),
            models.CheckConstraint(
                condition=~models.Q(email="") & ~models.Q(employee_id=""),
                name="user_identifiers_are_null_not_empty",
            ),
            models.CheckConstraint(
                condition=models.Q(email__contains="@") & ~models.Q(employee_id__contains="@"),
                name="user_identifiers_cannot_be_confused",
            ),
        ]
        indexes = [models.Index(fields=["sort_name", "public_id"], name="user_by_name")]

    def __str__(self):
        return self.name

    def clean(self):
        self.email = self.email.strip().lower() if self.email else None
        self.employee_id = self.employee_id.strip() if self.employee_id else None
        if not (self.email or self.employee_id):
            raise ValidationError(_("Give a work e-mail or an employee id, or both."))

    def save(self, *args, **kwargs):
        self.sort_name = sort_name(self.name)
        super().save(*args, **kwargs)

    @property
    def name(self):
        """The name that is shown everywhere: the preferred one, where there is one."""
        return self.preferred_name or self.legal_name

    @property
    def is_employee(self):
        return self.is_active and self.employee_id is not None

    @cached_property
    def has_second_factor(self):
        """Whether signing in asks for a code of an authenticator app, besides the password."""
        return self.authenticator_set.filter(type="totp").exists()

    @property
    def zone(self):
        """The zone in which this person reads times: their own, their region's, the portal's.

        A name that the zone database has dropped since counts as not chosen.
        """
        for name in filter(None, (self.time_zone, self.region and self.region.time_zone)):
            with contextlib.suppress(zoneinfo.ZoneInfoNotFoundError):
                return zoneinfo.ZoneInfo(name)
        return zoneinfo.ZoneInfo(settings.TIME_ZONE)

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name

    def get_session_auth_hash(self):
        return self._session_hash()

    def get_session_auth_fallback_hash(self):
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret)

    def _session_hash(self, secret=None):
        """What a session must know: it ends with a new password, and with each deactivation.

        Without the second, sessions from before would resume when the person comes back.
        """
        facts = f"{self.password} {self.active_changed.timestamp()}"
        return salted_hmac("accounts.session", facts, secret=secret, algorithm="sha256").hexdigest()
