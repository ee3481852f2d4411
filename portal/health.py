from django.db import connection
from django.http import HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def livez(request):
    """The process is up; nothing else is asked."""
    return HttpResponse("up\n", content_type="text/plain")


@require_safe
def readyz(request):
    """The database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ready\n", content_type="text/plain")
