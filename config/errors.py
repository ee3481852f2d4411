import sys

from django.db import InterfaceError, OperationalError
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token

BUSY_SECONDS = 10


@requires_csrf_token
def server_error(request):
    """Answer what nobody expected: 503 where the database is away or busy, else 500.

    Both pages ask nobody for anything, so that they come when nothing else does.
    """
    cause = sys.exc_info()[1]
    if not isinstance(cause, OperationalError | InterfaceError):
        return _plain("500.html", 500)
    response = _plain("503.html", 503)
    response["Retry-After"] = str(BUSY_SECONDS)
    return response


def _plain(template, status):
    return render(None, template, status=status)
