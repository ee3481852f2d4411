"""What the tests of doors share: people who are going, addresses, and what was said."""

import re

from django.contrib.messages import get_messages
from django.urls import reverse

from attendance.actions import make_pass
from tests import factories


def going(event, level="everyone", **about):
    """Somebody with a seat: a member of the host who is shown at this level, or None for none."""
    person = factories.person(**about)
    if level:
        factories.membership(person, event.brg, level)
    factories.rsvp(event, person)
    return person


def code_of(event, person):
    return make_pass(event=event, by=person).code


def door(event):
    return reverse("event-door", args=[event.pk, event.slug])


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def pressed(client, event, act, **fields):
    """What is said after a button was pressed, without a script; what was said before waits yet."""
    return said(client.post(door(event), {"act": act, **fields}))[-1:]


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
