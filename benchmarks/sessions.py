"""Signs people in without their passwords: writes sessions, and prints a cookie header for each.

    python -m benchmarks.sessions 3

is for the first three active people of the database that the environment names, of this project or
of the floor app (DJANGO_SETTINGS_MODULE).
"""

import argparse
import secrets
import time
from importlib import import_module

import django
from django.conf import settings

# What a CSRF cookie may hold and a form may send back: 32 letters and digits.
CSRF = "benchmark" + "0" * 23


def mint(count):
    """Write sessions for the first people; returns the cookies of each."""
    from django.contrib.auth import get_user_model
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    store = import_module(settings.SESSION_ENGINE).SessionStore()
    expires = timezone.now() + timezone.timedelta(days=1)
    people = get_user_model().objects.filter(is_active=True).order_by("pk")[:count]
    sessions = [
        Session(session_key=secrets.token_hex(16), session_data=data, expire_date=expires)
        for data in (store.encode(_facts(person)) for person in people)
    ]
    Session.objects.bulk_create(sessions, batch_size=1000)
    names = settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME
    return [f"{names[0]}={row.session_key}; {names[1]}={CSRF}" for row in sessions]


def _facts(person):
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    return {
        SESSION_KEY: str(person.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: person.get_session_auth_hash(),
        # Seen a moment ago, for as long as the rounds last: the note is written once a minute.
        "last_seen": int(time.time()) + 3600,
        # Confirmed by password a moment ago, in the words of django-allauth.
        "account_authentication_methods": [
            {"method": "password", "at": time.time(), "reauthenticated": True}
        ],
        "account_authentication_methods_user": str(person.pk),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    number = parser.parse_args().count
    django.setup()
    print("\n".join(mint(number)))
