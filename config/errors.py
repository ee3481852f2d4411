import sys

from django.db import InterfaceError, OperationalError
from django.shortcuts import render

RETRY_AFTER_SECONDS = 10


def bad_request(request, exception):
    """Answer what cannot be read, without reading it again."""
    return _plain("400.html", status=400)


def not_found(request, exception):
    """Answer for what is not there.

    Django's own view would look for a form's token first, and so read the form that was sent; one
    that cannot be read would make a 500 of the 404.
    """
    return render(request, "404.html", status=404)


def server_error(request):
    """Answer what nobody expected: 503 where the database is away or busy, else 500.

    Busy means that a lock or a statement took too long; the transaction is undone, so trying
    again is safe. Both pages ask nobody for anything, so that they come when nothing else does.
    """
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = _plain("503.html", 503)
        response["Retry-After"] = RETRY_AFTER_SECONDS
        return response
    return _plain("500.html", 500)


def _plain(template, status):
    response = render(None, template, status=status)
    response["Cache-Control"] = "no-store"
    return response
