"""How the portal's mail goes out, for curators: in rounded words, by kind, and never whose.

A queue that rises by one tells that somebody joined something, so no number here is exact.
"""

from django.db.models import Count, Min
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from accounts.curation import Cell
from figures.rounding import in_words, publishable
from notices.kinds import KINDS
from notices.models import Notice

from .queues import AN_HOUR, LATE


def may_see_mail(user):
    """Whoever publishes groups answers for what the portal sends about them."""
    return user.has_perm("brgs.publish_brg")


def outgoing_page():
    now = timezone.now()
    waiting = Notice.objects.filter(mail=Notice.Mail.WAITING)
    due = waiting.filter(due__lte=now)
    failures = _failures()
    return {
        "queue": [
            Cell(_("Due now"), _rounded(due.count())),
            Cell(_("Oldest that is due"), *_age(due.aggregate(oldest=Min("due"))["oldest"], now)),
            Cell(_("For later, after quiet hours or in a digest"), _rounded(_for_later(now))),
        ],
        "failures": failures,
        "has_failures": any(cell.tone for cell in failures),
    }


def _for_later(now):
    """How many mails wait on purpose."""
    waiting = Notice.objects.filter(mail=Notice.Mail.WAITING, due__gt=now).count()
    return waiting + Notice.objects.filter(mail=Notice.Mail.IN_DIGEST).count()


def _failures():
    """For each kind, how many mails have failed; a kind without any says so."""
    failed = Notice.objects.filter(mail=Notice.Mail.FAILED).order_by()
    counts = dict(failed.values_list("letter__kind").annotate(count=Count("pk")))
    return [_failed(kind, counts.get(kind.key, 0)) for kind in KINDS.values()]


def _failed(kind, count):
    return Cell(kind.name, _rounded(count), "bad") if count else Cell(kind.name, _("None"))


def _rounded(count):
    return in_words(publishable(count))


def _age(oldest, now):
    """How late the latest mail is, in words that do not tell whether there is one, and a tone."""
    late = now - oldest if oldest else None
    if late is None or late < AN_HOUR:
        return _("Less than an hour late"), "good"
    words = _("%(age)s late") % {"age": timesince(oldest, now, depth=1)}
    return words, "warn" if late < LATE else "bad"
