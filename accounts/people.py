"""People made ready for lists: plain values, prepared once."""

from django.urls import reverse

from content.pictures import variant

from .models import User
from .names import words_looked_for

PEOPLE_FOUND = 20


def find_employees(words):
    """The one with this work e-mail or employee id, or else at most 20 employees by their names.

    It looks through all employees, so that being found tells nothing about anybody.
    """
    if not words:
        return []
    everybody = User.objects.employees().select_related("region")
    named = everybody.order_by("sort_name", "public_id")
    for word in words_looked_for(words):
        named = named.filter(sort_name__contains=word)
    return list(everybody.with_login(words)) or list(named[:PEOPLE_FOUND])


def person_row(person, line="", more=""):
    """One person as `components/_people.html` draws them, with a line about them here, or two."""
    return {
        "name": person.name,
        "initials": _initials(person.name),
        "photo": picture_url(person.photo, 96),
        "pronouns": person.pronouns,
        "line": line or person.job_title,
        "more": more,
        "url": "",
        "hue": "",
    }


def _initials(name):
    words = name.split()
    ends = words[:1] + words[1:][-1:]
    return "".join(word[0] for word in ends).upper()


def picture_url(picture, width):
    """Where a stored picture is served in one of its widths; empty where there is none."""
    return reverse("media", args=[variant(str(picture), width)]) if picture else ""
