"""The environment in which the Makefile's commands start the portal on a developer's machine."""

import os
import secrets
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
DATABASE = VAR / "portal.sqlite3"

# Numbers that are set aside for invented people.
CONTACTS = {
    "SECURITY": "+1 555 010 0111",
    "HR": "hr@demo.example",
    "COMPLIANCE": "+1 555 010 0122",
    "PRIVACY": "privacy@demo.example",
}


def secret_key() -> str:
    """Return this machine's secret key, made once and readable by its owner alone."""
    path = VAR / "secret-key"
    VAR.mkdir(exist_ok=True)
    if not path.exists():
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode=0o600)
        with os.fdopen(file, "w") as key:
            key.write(secrets.token_urlsafe(50))
    return path.read_text()


def use_demonstration(database: Path = DATABASE) -> None:
    """Set what the demonstration needs, and keep what the caller's environment says already."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.environ |= {"DEMO": "1", "DEBUG": "0", "INSECURE_LOOPBACK": "1"}
    os.environ["STATIC_ROOT"] = str(VAR / "static")
    os.environ.setdefault("SECRET_KEY", secret_key())
    os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost")
    os.environ.setdefault("ORGANIZATION_NAME", organization_name())
    for name, contact in CONTACTS.items():
        os.environ.setdefault(f"{name}_CONTACT", contact)
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{database}")


def organization_name() -> str:
    """The name of the demonstration's organization, from its facts."""
    facts = ROOT / "portal" / "demo" / "organization.toml"
    return tomllib.loads(facts.read_text(encoding="utf-8"))["organization"]["name"]
