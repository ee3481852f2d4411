"""Reads the environment; what is wrong there is said in one sentence that names the variable."""

import os
import re
import warnings
import zoneinfo

import environ
from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}
ENGINES = {
    "django.db.backends.sqlite3": "django.db.backends.sqlite3",
    # Django's own, which also notices quickly that the database is away.
    "django.db.backends.postgresql": "config.postgresql",
}
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def text(name, default=""):
    """A variable without blanks around it; one that is set to nothing counts as not set."""
    return os.environ.get(name, "").strip() or default


def flag(name):
    """Whether a variable says yes. Anything but a plain yes or no is refused."""
    value = text(name).lower()
    if value not in YES | NO:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, and is something else.")
    return value in YES


def number(name, default, *, lowest, highest):
    """A whole number within bounds, both included."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit() and lowest <= int(value[:9]) <= highest):
        raise ImproperlyConfigured(f"{name} must be a whole number from {lowest} to {highest}.")
    return int(value)


def words(name, default=""):
    """A list written with commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def some_of(name, known):
    """Those of the known words that a variable names: all, if it is not set; none, for `none`."""
    named = words(name, ",".join(known))
    if named == ["none"]:
        return []
    if not set(named) <= set(known):
        raise ImproperlyConfigured(f"{name} must be none, or some of {', '.join(known)}.")
    return named


def origins(address, name):
    """The origin of an address, and those that the variable adds to it: scheme, host and port."""
    return [_origin(one, name) for one in (address, *words(name)) if one]


def _origin(address, name):
    found = re.match(r"https?://[\w.:-]+(?=/|\Z)", address)
    if not found:
        raise ImproperlyConfigured(
            f"OIDC_ISSUER and {name} must be like https://login.example.com."
        )
    return found[0]


def time_zone(name, default):
    """A name of the IANA time zone database."""
    value = text(name, default)
    if value not in zoneinfo.available_timezones():
        raise ImproperlyConfigured(f"{name} must be an IANA time zone, such as America/Denver.")
    return value


def secret_key():
    """The key that signs sessions and links; whether it is strong is asked before serving."""
    if key := text("SECRET_KEY"):
        return key
    raise ImproperlyConfigured(
        "SECRET_KEY is missing: set it to 50 or more random characters, and keep it."
    )


def database(default):
    """DATABASE_URL as Django's settings: SQLite or PostgreSQL, with its name."""
    found = _address("DATABASE_URL", environ.Env.db_url_config, default, DATABASE_FORMS)
    if found.get("ENGINE") not in ENGINES or not found.get("NAME"):
        raise ImproperlyConfigured(DATABASE_FORMS)
    return found | {"ENGINE": ENGINES[found["ENGINE"]], "OPTIONS": found.get("OPTIONS", {})}


def cache(default):
    """CACHE_URL as Django's settings."""
    found = _address("CACHE_URL", environ.Env.cache_url_config, default, CACHE_FORMS)
    if "BACKEND" not in found or not (found["LOCATION"] or "locmem" in found["BACKEND"]):
        raise ImproperlyConfigured(CACHE_FORMS)
    return found


def email():
    """EMAIL_URL as Django's settings; where it is missing, mail is printed."""
    found = _address("EMAIL_URL", environ.Env.email_url_config, "consolemail://", EMAIL_FORMS)
    if found.get("EMAIL_BACKEND") == SMTP and not found["EMAIL_HOST"]:
        raise ImproperlyConfigured(EMAIL_FORMS)
    return found


def site_url():
    """SITE_URL, where links in mails lead; else the first of ALLOWED_HOSTS, as it is served."""
    if found := text("SITE_URL"):
        if not re.fullmatch(r"https?://[\w.-]+(:\d+)?/?", found):
            raise ImproperlyConfigured("SITE_URL must be like https://groups.example.org.")
        return found.rstrip("/")
    host = next(iter(words("ALLOWED_HOSTS")), "localhost")
    if flag("INSECURE_LOOPBACK"):
        return f"http://{host}:{number('PORT', 8000, lowest=1, highest=65535)}"
    return f"https://{host.removeprefix('.')}"


DATABASE_FORMS = (
    "DATABASE_URL must be like postgres://name:password@host:5432/database or sqlite:////path/file."
)
CACHE_FORMS = "CACHE_URL must be like dbcache://cache."
EMAIL_FORMS = "EMAIL_URL must be like smtp+tls://name:password@host:587."


def _address(name, parse, default, forms):
    try:
        with warnings.catch_warnings(action="ignore"):
            return parse(text(name, default))
    except (ImproperlyConfigured, ValueError, KeyError):
        # The parser's own words may repeat the password.
        raise ImproperlyConfigured(forms) from None
