"""On which days a rule falls, counted by hand and by no library."""

import calendar
import datetime as dt

DAY = dt.timedelta(days=1)


def day_of(rule, first, number):
    """The day of a rule, by its number; the first is 0."""
    if rule in ("weekly", "fortnightly"):
        return first + number * {"weekly": 7, "fortnightly": 14}[rule] * DAY
    months = first.month - 1 + number * (12 if rule == "yearly" else 1)
    year, month = first.year + months // 12, months % 12 + 1
    length = calendar.monthrange(year, month)[1]
    if rule != "monthly_by_weekday":
        return dt.date(year, month, min(first.day, length))
    one = dt.date(year, month, 1)
    day = 1 + (first.weekday() - one.weekday()) % 7 + 7 * ((first.day - 1) // 7)
    # A fifth one is the last, which is the fourth in most months.
    return dt.date(year, month, day if day <= length else day - 7)
