"""On which days a series is, in words: “Every month on the second Tuesday, noon Denver time”."""

from collections import Counter

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .models import Series
from .repeating import IN_EVERY_MONTH
from .when import hour_in_words, zone_name

Rule = Series.Rule

HOW_OFTEN = {
    Rule.WEEKLY: gettext_lazy("Every week"),
    Rule.FORTNIGHTLY: gettext_lazy("Every other week"),
    Rule.MONTHLY_BY_DATE: gettext_lazy("Every month"),
    Rule.MONTHLY_BY_WEEKDAY: gettext_lazy("Every month"),
    Rule.YEARLY: gettext_lazy("Every year"),
}
ON_THE = {
    1: gettext_lazy("Every month on the first %(weekday)s"),
    2: gettext_lazy("Every month on the second %(weekday)s"),
    3: gettext_lazy("Every month on the third %(weekday)s"),
    4: gettext_lazy("Every month on the fourth %(weekday)s"),
    5: gettext_lazy("Every month on the last %(weekday)s"),
}


def series_in_words(series, dates):
    """The rule with its hour and its end; of sittings, how many there are.

    `dates` are those that count, the soonest first. Of what most of them do not keep, because they
    were moved, nothing is said.
    """
    dates = [each for each in dates if not each.is_cancelled]
    if series.has_sittings:
        words = ngettext("At one time", "At %(n)s times: choose one of them", len(dates))
        return words % {"n": len(dates)}
    keep_day = _most(dates, lambda each: each.starts_date - each.series_date)
    # The day of most dates is the rule's, unless they were moved away from it.
    is_on_day = keep_day is not None and not keep_day
    parts = [days_in_words(series.rule, series.first) if is_on_day else HOW_OFTEN[series.rule]]
    if hour := _most(dates, lambda each: (each.starts_time, each.zone)):
        facts = {"hour": hour_in_words(hour[0]), "zone": zone_name(hour[1])}
        parts.append(_("%(hour)s %(zone)s") % facts)
    last = dates[-1].starts_date if dates else series.last
    parts.append(_("until %(day)s") % {"day": date_format(last, "F j, Y")})
    return ", ".join(str(part) for part in parts)


def days_in_words(rule, first):
    """The days of a rule that begins with a day."""
    weekday = date_format(first, "l")
    match rule:
        case Rule.WEEKLY:
            return _("Every %(weekday)s") % {"weekday": weekday}
        case Rule.FORTNIGHTLY:
            return _("Every other %(weekday)s") % {"weekday": weekday}
        case Rule.MONTHLY_BY_WEEKDAY:
            return ON_THE[(first.day - 1) // 7 + 1] % {"weekday": weekday}
        case Rule.MONTHLY_BY_DATE:
            return _by_date(first)
    if (first.month, first.day) == (2, 29):
        return _("Every year on February 29, or the 28th in other years")
    return _("Every year on %(day)s") % {"day": date_format(first, "F j")}


def _by_date(first):
    day = date_format(first, "jS")
    if first.day == 31:
        return _("Every month on the last day")
    if first.day > IN_EVERY_MONTH:
        return _("Every month on the %(day)s, or the last day of a shorter one") % {"day": day}
    return _("Every month on the %(day)s") % {"day": day}


def _most(dates, what):
    """What more than half of the dates have in common; None if nothing."""
    [(found, times)] = Counter(map(what, dates)).most_common(1) or [(None, 0)]
    return found if times * 2 > len(dates) else None
