"""The portal's settings. Everything that differs between deployments is in the environment."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from . import environment
from .hooks import *  # noqa: F403
from .mail import *  # noqa: F403
from .public import PUBLIC_ROUTES  # noqa: F401
from .sign_in import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()

# Production is the default: what is meant for a developer's machine has to be asked for.
DEBUG = environment.flag("DEBUG")
DEMO = environment.flag("DEMO")
# Plain http is for a server on loopback alone, as `make run` starts it.
INSECURE_LOOPBACK = environment.flag("INSECURE_LOOPBACK")

SECRET_KEY = environment.secret_key()
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS")
TRUSTED_PROXY_COUNT = environment.number("TRUSTED_PROXY_COUNT", 0, lowest=0, highest=9)

SITE_NAME = env("SITE_NAME", default="BRG Portal")
ORGANIZATION_NAME = env("ORGANIZATION_NAME", default="Your organization")

# Whom to reach with a concern: a number to call, an e-mail, or an address that begins https://.
CONTACTS = {
    name: environment.text(f"{name.upper()}_CONTACT")
    for name in ("security", "hr", "compliance", "privacy")
}

# The order is the order of the layers: each app knows those below it.
INSTALLED_APPS = [
    "portal.apps.CurationConfig",
    "portal.apps.PortalConfig",
    "news",
    "feedback",
    "attendance",
    "events",
    "questions",
    "resources",
    "chapters",
    "brgs",
    "figures",
    "notices",
    "accounts",
    "audit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_filters",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    # What every answer gets, also one that something further in has broken off.
    "config.middleware.RequestLog",
    "config.middleware.ContentPolicy",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.PermissionsPolicy",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.KnownMethods",
    "config.middleware.FormsAlone",
    "config.middleware.HealthChecks",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.Compression",
    "config.middleware.PrivateResponses",
    "config.middleware.WaitForDatabase",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.IdleTimeout",
    "accounts.middleware.ClosedByDefault",
    "accounts.middleware.ViewerTimeZone",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.site",
            ],
        },
    },
]
FORM_RENDERER = "config.forms.FormRenderer"

# Data

_database = environment.database(f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")
DATABASES = {"default": _database}
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["CONN_MAX_AGE"] = None
    # The default mode of transactions fails most contended writes.
    _database["OPTIONS"] |= {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            "PRAGMA cache_size=-16000; PRAGMA mmap_size=33554432;"
        ),
    }
else:
    # A kept connection is asked whether it still works before each request.
    _database |= {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
    _seconds = environment.number("DATABASE_STATEMENT_SECONDS", 15, lowest=0, highest=86_400)
    _database["OPTIONS"] |= {
        # A request waits a second at most. A pool that keeps trying does so less and less often,
        # and finds a database that is back only minutes later; one that gives up tries anew.
        "pool": {
            "min_size": 1,
            "max_size": environment.number("DATABASE_POOL", 4, lowest=1, highest=100),
            "timeout": 1,
            "reconnect_timeout": 0.5,
        },
        # Compiling a statement takes longer than running any of ours. Of those that are sent to be
        # kept, making the plan anew takes most of the time; it hangs on no value.
        "options": f"-c lock_timeout=5s -c statement_timeout={_seconds}s -c jit=off"
        " -c plan_cache_mode=force_generic_plan",
        # Only for cursors that are asked for it.
        "prepare_threshold": 0,
        "connect_timeout": 2,
        # A network that swallows what is sent is noticed as soon; libpq counts in milliseconds.
        "tcp_user_timeout": 1500,
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all processes, since rate limits live in it.
CACHES = {"default": environment.cache("dbcache://cache?max_entries=50000")}

# For which of its events a group asks a curator first: any of these that is true of an event.
EVENTS_APPROVED_FOR = environment.some_of(
    "EVENTS_APPROVED_FOR", ["cost", "outside_speakers", "whole_organization"]
)

# Signing in (what is alike everywhere is in sign_in.py)

# Curation needs a second factor, except where nothing real is at stake.
STAFF_NEED_SECOND_FACTOR = not (DEBUG or DEMO)

# The one trusted OpenID provider. Its issuer names identities, so another one starts afresh.
OIDC_ISSUER = environment.text("OIDC_ISSUER")
OIDC_CLIENT_ID = environment.text("OIDC_CLIENT_ID")
OIDC_CLIENT_SECRET = environment.text("OIDC_CLIENT_SECRET")
OIDC_NAME = environment.text("OIDC_NAME", "my work account")
OIDC_EMPLOYEE_ID_CLAIM = environment.text("OIDC_EMPLOYEE_ID_CLAIM", "employee_id")

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not INSECURE_LOOPBACK
SESSION_COOKIE_NAME = "sessionid" if INSECURE_LOOPBACK else "__Host-sessionid"
CSRF_COOKIE_NAME = "csrftoken" if INSECURE_LOOPBACK else "__Host-csrftoken"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
MFA_TOTP_ISSUER = SITE_NAME
# A note for the next page needs no row in the database.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# Words and times

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
USE_TZ = True
TIME_ZONE = environment.time_zone("DEFAULT_TIME_ZONE", "America/Los_Angeles")

# Files

STATIC_URL = "/static/"
STATIC_ROOT = env("STATIC_ROOT", default=str(VAR_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static", ("vendor", BASE_DIR / "vendor" / "static")]
MEDIA_URL = "/media/"
MEDIA_ROOT = env("MEDIA_ROOT", default=str(VAR_DIR / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.staticfiles.PortalStaticFilesStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# Headers

SECURE_SSL_REDIRECT = not INSECURE_LOOPBACK
HEALTH_PATHS = {"/livez", "/readyz"}
SECURE_REDIRECT_EXEMPT = [r"^(livez|readyz)$"]
SECURE_HSTS_SECONDS = 0 if INSECURE_LOOPBACK else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not INSECURE_LOOPBACK
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # Browsers also ask this of where a form's answer leads, here to the provider's sign-in.
        "form-action": [SELF, *environment.origins(OIDC_ISSUER, "OIDC_FORM_ORIGINS")],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}

# Logs: one JSON object a line, and never a name, an address or a query string (config/logs.py)

LOGGING_CONFIG = "config.logs.configure"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        # They tell of each letter that a printed sheet holds.
        "fontTools": {"level": "WARNING"},
        "fpdf": {"level": "WARNING"},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        # Their messages hold paths; the portal's own request log says the same without.
        "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
    },
}
