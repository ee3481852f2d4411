from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from statements.prepared import prepared


class SessionStore(db.SessionStore):
    """Sessions in the database, asked for by keys that could be ours alone.

    A cookie in quotes can bring any character, also NUL, which PostgreSQL's text cannot hold and
    refuses to be asked for.
    """

    def _validate_session_key(self, key):
        return super()._validate_session_key(key) and key.isascii() and key.isalnum()

    def _get_session_from_db(self):
        """As Django's, by a statement that is put together once: nearly each request asks it."""
        if self.session_key is None:
            return None
        found = next(iter(prepared(_sessions, [self.session_key, timezone.now()])), None)
        if found is None:
            self._session_key = None
        return found


def _sessions(key, now):
    return Session.objects.filter(session_key=key, expire_date__gt=now)
