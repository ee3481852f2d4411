from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """Sessions in the database, asked for by keys that could be ours alone.

    A cookie in quotes can bring any character, also NUL, which PostgreSQL's text cannot hold and
    refuses to be asked for.
    """

    def _validate_session_key(self, key):
        return super()._validate_session_key(key) and key.isascii() and key.isalnum()
