"""The settings of the tests: those of production, less what would be slow or leave the machine.

The database is DATABASE_URL's, like everywhere; without one it is a SQLite file.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-the-tests-" + "0123456789" * 4)
os.environ.setdefault("ALLOWED_HOSTS", "testserver,127.0.0.1,localhost")
os.environ.setdefault("ORGANIZATION_NAME", "Demonstration Health")
# The browser and the test client speak plain http to this machine.
os.environ["INSECURE_LOOPBACK"] = "1"

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, STORAGES, TEMPLATES  # noqa: E402
from tests.undefined import FailOnUndefined  # noqa: E402

# Each process has a folder of its own, so runs side by side do not meet.
scratch = Path(tempfile.mkdtemp(prefix="brg-tests-"))
atexit.register(shutil.rmtree, scratch, ignore_errors=True)

_database = DATABASES["default"]
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # A file and not memory: each thread has a connection of its own, as in production, so races
    # are real. Nothing in it needs to survive a power cut.
    # The other name is for whatever asks for no test database: it shall not find a real one.
    _database["NAME"] = str(scratch / "empty.sqlite3")
    _database["TEST"] = {"NAME": str(scratch / "portal.sqlite3")}
    _database["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    # A pool would still hold connections when the test database is dropped.
    del _database["OPTIONS"]["pool"]

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = str(scratch / "media")
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Static files come straight from their folders; WhiteNoise warns of a folder that is not there.
STATIC_ROOT = str(scratch / "static")
Path(STATIC_ROOT).mkdir(exist_ok=True)

TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = FailOnUndefined()
