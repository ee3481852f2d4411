"""What is told to whom, and how each person wants it. It knows a person and a text alone."""

import datetime as dt
import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .kinds import KINDS


def make_token():
    """A name of 128 random bits that says nothing, 22 characters."""
    return secrets.token_urlsafe(16)


def key_of(thing):
    """How a row of any app is written in `Letter.thing` and `Letter.topic`: “brg:12”."""
    return f"{thing._meta.model_name}:{thing.pk}"


class Letter(models.Model):
    """One text, for one person or for fifty thousand.

    `title`, `line` and `why` stand in the portal for as long as the letter is kept. `body`, the
    Markdown of its mail, and `calendar` are purged once no mail of it is on its way any more.
    """

    public_id = models.CharField(max_length=32, unique=True, default=make_token, editable=False)
    kind = models.CharField(max_length=12)
    # What it is about, and which time of several: a letter is written once for each.
    thing = models.CharField(max_length=60, help_text="A row, as “officer:12”.")
    occurrence = models.CharField(max_length=60, blank=True)
    # By which a person may choose how to be told, and by which letters are called back.
    topic = models.CharField(max_length=60, blank=True, help_text="A row, as “brg:12”.")
    title = models.CharField(max_length=200)
    line = models.CharField(max_length=400, blank=True)
    body = models.TextField(blank=True)
    # What the mail says to a calendar (content/calendar.py), to nobody by name.
    calendar = models.TextField(blank=True)
    # Where it leads, within the portal.
    url = models.CharField(max_length=300, blank=True)
    # Why it came, as a sentence: “You are a member of KPAPIA.”
    why = models.CharField(max_length=300)
    language = models.CharField(max_length=12, default="en")
    made = models.DateTimeField(default=timezone.now)
    # A reminder is worth nothing after this instant: what has not gone out by then never does.
    good_until = models.DateTimeField(null=True)
    # Called back: mails that have not gone out by then never do.
    stopped = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind", "thing", "occurrence"], name="letter_once"),
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="letter_kind_is_known"),
        ]
        indexes = [
            models.Index(fields=["topic"], name="letter_by_topic"),
            models.Index(fields=["made"], name="letter_by_age"),
        ]

    def __str__(self):
        return f"letter {self.pk}"

    @property
    def about(self):
        """The kind, with what may be chosen about it."""
        return KINDS[self.kind]


class NoticeQuerySet(models.QuerySet):
    def of(self, person):
        """One's own notices in the portal; nobody reads another's."""
        return self.filter(person=person, in_portal=True)

    def unread(self):
        return self.filter(read=None)

    def on_their_way(self):
        """Whose mail has still to go out, by itself or in a digest."""
        return self.filter(mail__in=Notice.ON_THEIR_WAY)


class Notice(models.Model):
    """That one person is told one letter: the entry in the portal, and the outbox of mail.

    A row is written in the transaction of what it tells, once for each letter and person. A worker
    leases rows that are due, sends each, and says so on the row before it takes the next.
    """

    class Mail(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        IN_DIGEST = "in_digest", _("In a digest")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        # In the portal alone: so chosen, without an address, called back, or too late to matter.
        NONE = "none", _("None")

    ON_THEIR_WAY = (Mail.WAITING, Mail.IN_DIGEST)

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="notices")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # Subject and first lines of the mail name no group, unless the person wants them to.
    discreet = models.BooleanField(default=False)
    in_portal = models.BooleanField(default=True)
    told = models.DateTimeField(default=timezone.now)
    read = models.DateTimeField(null=True)

    mail = models.CharField(max_length=9, choices=Mail, default=Mail.WAITING)
    # Not before.
    due = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Which worker has it, until when; after that it is anybody's.
    lease = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True)
    sent = models.DateTimeField(null=True)
    # The notice of kind “digest” in whose mail this one is told.
    digest = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="parts")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["letter", "person"], name="notice_once"),
            models.CheckConstraint(
                condition=Q(mail__in=["waiting", "in_digest", "sent", "failed", "none"]),
                name="notice_mail_is_known",
            ),
            models.CheckConstraint(
                condition=Q(mail="in_digest", digest__isnull=False) | ~Q(mail="in_digest"),
                name="notice_in_digest_has_one",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "-told", "-id"],
                condition=Q(in_portal=True),
                name="notice_of_person",
            ),
            models.Index(
                fields=["person"],
                condition=Q(in_portal=True, read__isnull=True),
                name="notice_unread",
            ),
            models.Index(fields=["due", "id"], condition=Q(mail="waiting"), name="notice_outbox"),
            models.Index(
                fields=["letter"],
                condition=Q(mail__in=["waiting", "in_digest"]),
                name="notice_on_its_way",
            ),
            models.Index(fields=["sent"], condition=Q(mail="failed"), name="notice_failed"),
        ]

    def __str__(self):
        return f"notice {self.pk}"

    def get_absolute_url(self):
        return reverse("me-notice", args=[self.letter.public_id])


class Delivery(models.TextChoices):
    """When a person wants to be told by mail. The portal itself shows every notice at once."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    PORTAL = "portal", _("In the portal only")


class Mailbox(models.Model):
    """How one person wants mail; without a row, as a new row would say."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    # In the links that end mail by one click: it goes with the account.
    token = models.CharField(max_length=32, unique=True, default=make_token, editable=False)
    quiet = models.BooleanField(_("quiet hours"), default=True)
    # Wall time in the person's own zone.
    quiet_begins = models.TimeField(_("from"), default=dt.time(20))
    quiet_ends = models.TimeField(_("to"), default=dt.time(7))
    names_groups = models.BooleanField(_("name the group in the subject"), default=False)
    # For whoever has a calendar feed, that does it.
    calendar_mail = models.BooleanField(_("calendar entries in mails"), default=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"mailbox of {self.pk}"


class Choice(models.Model):
    """How one person wants to be told of a kind, or of a topic, which is a group.

    What is chosen for a group holds before what is chosen for a kind.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, blank=True)
    topic = models.CharField(max_length=60, blank=True)
    delivery = models.CharField(max_length=8, choices=Delivery)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "topic"], name="choice_once"),
            models.CheckConstraint(
                condition=(Q(kind="") & ~Q(topic="")) | (~Q(kind="") & Q(topic="")),
                name="choice_is_of_a_kind_or_a_topic",
            ),
            models.CheckConstraint(
                condition=Q(delivery__in=["at_once", "daily", "weekly", "portal"]),
                name="choice_delivery_is_known",
            ),
        ]

    def __str__(self):
        return f"choice {self.pk}"
