"""make check: Django's own checks, with settings as in production and without a database."""

import os
import secrets

import django
from django.core.management import call_command

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "ALLOWED_HOSTS": "portal.example",
    "DATABASE_URL": "sqlite://:memory:",
    "EMAIL_URL": "smtp+tls://portal:password@mail.example:587",
}

if __name__ == "__main__":
    os.environ |= PRODUCTION
    for name in ("DEBUG", "DEMO", "INSECURE_LOOPBACK"):
        os.environ.pop(name, None)
    django.setup()
    call_command("check", deploy=True, fail_level="WARNING")
    call_command("makemigrations", check=True, dry_run=True)
