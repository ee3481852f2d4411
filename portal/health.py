from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def livez(request):
    """Say that this process answers; asks nothing of anybody."""
    return _plain("ok", 200)


@require_safe
@never_cache
def readyz(request):
    """Say whether the database answers and has the portal's tables: 200 or 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
    except DatabaseError:
        return _plain("the database does not answer", 503)
    return _plain("ok", 200)


def _plain(words, status):
    return HttpResponse(f"{words}\n", content_type="text/plain; charset=utf-8", status=status)
