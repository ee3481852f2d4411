"""People made ready for lists: plain values, prepared once."""

from django.urls import reverse

from content.pictures import variant


def person_row(person, line=""):
    """One person as `components/_people.html` draws them, with a line about them here."""
    return {
        "name": person.name,
        "initials": _initials(person.name),
        "photo": picture_url(person.photo, 96),
        "pronouns": person.pronouns,
        "line": line or person.job_title,
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
