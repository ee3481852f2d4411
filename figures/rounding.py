from django.utils.formats import number_format
from django.utils.translation import gettext as _

# Below this many people a figure could point at one of them.
SMALLEST = 10
# From here on the figure is a multiple of a hundred and says "or more" with a plus.
LARGE = 1000


def publishable(count):
    """The value to publish for a count of people: 0 (for 1 to 9 as well), tens, or hundreds.

    Rounds down always, so that no figure promises a person who is not there.
    """
    if count < SMALLEST:
        return 0
    step = 10 if count < LARGE else 100
    return count // step * step


def at_most(value):
    """The largest count for which a value is published."""
    if value < SMALLEST:
        return SMALLEST - 1
    return value + (9 if value < LARGE else 99)


def in_words(value):
    """A published value as people read it: "Fewer than 10", "950", "3,000+"."""
    if value < SMALLEST:
        return _("Fewer than 10")
    number = number_format(value, use_l10n=True, force_grouping=True)
    return f"{number}+" if value >= LARGE else number
