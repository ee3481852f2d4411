"""A person's own calendar address. It is a secret: no row, no record and no log holds its token."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusal import Refusal
from audit.actions import record
from notices.actions import set_preferences
from notices.models import make_token

from ..feeds import hash_of
from ..models import CalendarFeed


@transaction.atomic
def make_feed(*, by, full_titles=False):
    """Give a person a calendar address in the place of any earlier one; returns its token.

    The token is known to nobody afterwards. From here on mails put nothing into the calendar:
    everything would be there twice. Raises Refusal for somebody who has just been deactivated.
    """
    _hold(by)
    token = make_token()
    facts = {"token_hash": hash_of(token), "full_titles": full_titles, "made": timezone.now()}
    CalendarFeed.objects.update_or_create(person=by, defaults=facts)
    set_preferences(person=by, by=by, calendar_mail=False)
    record(by=by, verb="feed.made", thing=by)
    return token


@transaction.atomic
def choose_titles(*, by, full_titles):
    """Choose whether one's calendar names private groups' events. Raises Refusal without a feed."""
    rows = CalendarFeed.objects.filter(person=by)
    if not rows.update(full_titles=full_titles):
        raise Refusal(_("You have no calendar address. Make one first."))
    record(by=by, verb="feed.changed", thing=by)


@transaction.atomic
def end_feed(*, by):
    """End a person's calendar address: the very next question finds nothing there.

    Mails speak to the calendar again. Returns whether there was one.
    """
    ended, _rows = CalendarFeed.objects.filter(person=by).delete()
    if ended:
        set_preferences(person=by, by=by, calendar_mail=True)
        record(by=by, verb="feed.ended", thing=by)
    return bool(ended)


def _hold(person):
    """Keep out whoever deactivates the person meanwhile, so that no address outlives that."""
    rows = User.objects.select_for_update(no_key=True).filter(pk=person.pk, is_active=True)
    if not list(rows.values_list("pk")):
        raise Refusal(_("Your account is closed."))
