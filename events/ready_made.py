"""What an event may begin with: a few kinds that groups hold again and again, as data."""

import datetime as dt

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from brgs.models import Pillar

# By the word in the address: what it is called, and what the form begins with. A pillar is named by
# its address, and left open where curators keep none of that name.
KINDS = {
    "lunch": {
        "name": _("Lunch talk, online"),
        "fields": {
            "title": _("Lunch talk: "),
            "summary": _("Bring your lunch, hear a colleague, ask what you like."),
            "description": _(
                "### What to expect\n\n- Thirty minutes of talk\n- Thirty minutes of questions\n\n"
                "Cameras may stay off. Captions are on."
            ),
            "format": "online",
            "starts_time": dt.time(12),
            "ends_time": dt.time(13),
            "accessibility": _("Captions."),
        },
        "pillar": "career",
    },
    "speaker": {
        "name": _("Speaker in the evening"),
        "fields": {
            "title": _("An evening with "),
            "summary": _("A guest tells a story, and we talk about it."),
            "description": _(
                "### The guest\n\nWho it is, in two sentences.\n\n### The evening\n\n"
                "- Doors open fifteen minutes before\n- A talk, then questions\n- Time to meet"
            ),
            "format": "in_person",
            "starts_time": dt.time(18),
            "ends_time": dt.time(19, 30),
            "outside_speakers": True,
            "accessibility": _("Step-free way in, microphones."),
        },
        "pillar": "culture",
    },
    "volunteer": {
        "name": _("Volunteering in the neighborhood"),
        "fields": {
            "title": _("Volunteer with us: "),
            "summary": _("A morning of work that helps, and breakfast before."),
            "description": _(
                "### What we do\n\nWhere we help, and how.\n\n### What to bring\n\n"
                "- Closed shoes\n- Water\n\nThere is work for everybody, also sitting down."
            ),
            "format": "in_person",
            "starts_time": dt.time(9),
            "ends_time": dt.time(12),
            "capacity": 30,
            "closes_hours": 24,
        },
        "pillar": "community",
    },
    "night": {
        "name": _("Coffee in the night shift"),
        "fields": {
            "title": _("Night shift coffee"),
            "summary": _("Half an hour for those who work while others sleep."),
            "description": _("No program. Come when your break is, and go when it ends."),
            "format": "in_person",
            "starts_time": dt.time(2),
            "ends_time": dt.time(2, 30),
        },
        "pillar": "community",
    },
    "welcome": {
        "name": _("Welcome for new members"),
        "fields": {
            "title": _("Welcome to the group"),
            "summary": _("Meet the leads, see what is planned, say what you would like."),
            "description": _(
                "- Who we are\n- What is planned this year\n- How to take part, a little or a lot"
            ),
            "format": "hybrid",
            "starts_time": dt.time(16),
            "ends_time": dt.time(17),
            "audience": "members",
        },
        "pillar": "community",
    },
}


def initial_of(kind):
    """What the form of a new event begins with, by the word in the address; unknown is nothing."""
    if kind not in KINDS:
        return {}
    given = KINDS[kind]["fields"].items()
    # In the lead's language now, as if they had been typed.
    fields = {name: str(value) if isinstance(value, Promise) else value for name, value in given}
    return fields | {"pillar": Pillar.objects.filter(slug=KINDS[kind]["pillar"]).first()}
