"""The dates of a series around one of them."""

from .models import Event
from .when import moment_in_words


def neighbors(event, viewer):
    """The date before and the one after, of which the viewer may know and which are on.

    Each with its address and when it is; nothing is asked where an event belongs to no series.
    """
    if event.series_id is None:
        return {}
    rows = Event.objects.published().visible_to(viewer).filter(series=event.series_id)
    # There are a hundred at most.
    dates = list(rows.order_by("starts", "pk").only("pk", "title", "starts", "time_zone"))
    here = (event.starts, event.pk)
    before = [each for each in dates if (each.starts, each.pk) < here]
    after = [each for each in dates if (each.starts, each.pk) > here]
    return {"date_before": _way(before[-1:]), "date_after": _way(after[:1])}


def _way(dates):
    for date in dates:
        return {"url": date.get_absolute_url(), "when": moment_in_words(date.starts, date.zone)}
    return None
