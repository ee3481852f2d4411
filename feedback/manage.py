"""What people thought of an event, for the leads of its host."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from events import when

from .chart import bars
from .opening import closes
from .piles import STARS
from .results import results


@require_safe
def event_feedback(request, host, number):
    """The results in steps of five, or why there are none yet."""
    event = host.row_or_404(number)
    context = host.frame(_("Feedback"), request.user) | {
        "event": event,
        "when": when.in_words(event),
        "closes": when.moment_in_words(closes(event), event.zone),
        "is_closed": closes(event) <= timezone.now(),
        "back_url": host.url("event", number),
        **shown(results(event)),
    }
    return render(request, "feedback/results.html", context)


def shown(found):
    """What `feedback/_results.html` shows of results, which may be none."""
    if found is None:
        return {"results": None}
    return {
        "results": found,
        "stars": bars(list(zip(_stars_in_words(), found.stars, strict=True))),
        "recommending": bars(_recommending(found)),
    }


def _stars_in_words():
    return [ngettext("%(n)d star", "%(n)d stars", n) % {"n": n} for n in STARS]


def _recommending(found):
    if found.recommending is None:
        return []
    words = (_("0 to 6: no"), _("7 or 8: perhaps"), _("9 or 10: yes"))
    return list(zip(words, found.recommending, strict=True))
