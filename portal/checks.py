"""What must hold before the portal serves anybody; config/start.py asks for it.

Each problem is one sentence for whoever runs the server: it names the setting and says what to
do. A demonstration (DEMO=1) is forgiven what protects people, since it has none.
"""

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.checks import Error, register
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from .demo.presence import demonstration_people_exist

# The tags by which config/start.py asks.
SETTINGS_TAG = "start"
DATABASE_TAG = "start_database"

LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}
UNSEEN_MAIL = {
    f"django.core.mail.backends.{name}.EmailBackend" for name in ("console", "filebased", "locmem")
}
SHORTEST_KEY, FEWEST_CHARACTERS = 50, 10


@register(SETTINGS_TAG, deploy=True)
def settings_are_fit_to_serve(app_configs, **kwargs):
    """Judge what is in the environment."""
    always = [hosts_are_named, plain_http_stays_at_home, cache_is_shared]
    with_real_people = [debugging_is_off, key_is_strong, mail_goes_out]
    rules = always if settings.DEMO else always + with_real_people
    return [problem for rule in rules for problem in rule()]


@register(DATABASE_TAG, deploy=True)
def what_is_stored_is_fit_to_serve(app_configs, databases=None, **kwargs):
    """Judge what deploying puts in place, where the caller lets the database be asked."""
    if "default" not in (databases or []):
        return []
    return [*static_files_are_collected(), *(list(tables_are_there()) or nobody_is_invented())]


def hosts_are_named():
    if not settings.ALLOWED_HOSTS or any(host in ("*", ".") for host in settings.ALLOWED_HOSTS):
        yield Error(
            "ALLOWED_HOSTS must name the addresses of this site, such as groups.example.org, "
            'and not "*".',
            id="portal.E001",
        )


def plain_http_stays_at_home():
    if settings.INSECURE_LOOPBACK and not LOOPBACK.issuperset(settings.ALLOWED_HOSTS):
        yield Error(
            "INSECURE_LOOPBACK=1 is plain http for this machine alone: take it away, or let "
            "ALLOWED_HOSTS be no more than 127.0.0.1, localhost and [::1].",
            id="portal.E002",
        )


def cache_is_shared():
    backend = settings.CACHES["default"]["BACKEND"]
    if not backend.endswith(("DatabaseCache", "RedisCache", "FileBasedCache", "MemcacheCache")):
        yield Error(
            "CACHE_URL must name a cache that all processes share, since it counts failed "
            "sign-ins: leave it away, or use dbcache://cache.",
            id="portal.E003",
        )


def debugging_is_off():
    if settings.DEBUG:
        yield Error(
            "DEBUG=1 shows whoever meets an error what is in memory: take it away, or set DEMO=1 "
            "to work on the portal with invented people.",
            id="portal.E004",
        )


def key_is_strong():
    key = settings.SECRET_KEY
    if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_CHARACTERS:
        yield Error(
            f"SECRET_KEY is weak: set it to {SHORTEST_KEY} or more random characters.",
            id="portal.E005",
        )


def mail_goes_out():
    if settings.EMAIL_BACKEND in UNSEEN_MAIL:
        yield Error(
            "EMAIL_URL must name a mail server, such as smtp+tls://name:password@host:587, or be "
            "dummymail:// to send no mail at all.",
            id="portal.E006",
        )


def tables_are_there():
    executor = MigrationExecutor(connections["default"])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield Error(
            "The database is older than this version: run manage.py migrate.", id="portal.E007"
        )
    elif missing_cache_table():
        yield Error("The cache has no table: run manage.py createcachetable.", id="portal.E008")


def missing_cache_table():
    cache = settings.CACHES["default"]
    if not cache["BACKEND"].endswith("DatabaseCache"):
        return False
    return cache["LOCATION"] not in connections["default"].introspection.table_names()


def static_files_are_collected():
    # Storages that rename files know the names of all; others have nothing to collect first.
    if not settings.DEBUG and getattr(staticfiles_storage, "hashed_files", True) == {}:
        yield Error(
            "The static files are not collected: run manage.py collectstatic.", id="portal.E010"
        )


def nobody_is_invented():
    if not settings.DEMO and demonstration_people_exist():
        yield Error(
            "This database holds the demonstration people, whose password everybody knows: use "
            "another database, or set DEMO=1.",
            id="portal.E009",
        )
