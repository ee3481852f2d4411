import os
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.db import OperationalError

from config import start
from portal import checks
from portal.demo.cast import CAST
from tests import factories

STRONG_KEY = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


@pytest.fixture
def production(settings):
    """Settings that are fit to serve; each test spoils one."""
    settings.DEBUG = settings.DEMO = settings.INSECURE_LOOPBACK = False
    settings.ALLOWED_HOSTS = ["groups.example.org"]
    settings.SECRET_KEY = STRONG_KEY
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    return settings


def ids(found):
    return [problem.id for problem in found]


def judged():
    return ids(checks.settings_are_fit_to_serve(None))


def test_good_settings_are_fit_to_serve(production):
    assert judged() == []


@pytest.mark.parametrize("hosts", [[], ["*"], ["groups.example.org", "*"], ["."]])
def test_refuses_to_serve_for_any_host(production, hosts):
    production.ALLOWED_HOSTS = hosts
    assert judged() == ["portal.E001"]


@pytest.mark.parametrize("hosts", [["groups.example.org"], ["127.0.0.1", "10.0.0.7"], ["0.0.0.0"]])
def test_refuses_plain_http_beyond_this_machine(production, hosts):
    production.INSECURE_LOOPBACK = True
    production.ALLOWED_HOSTS = hosts
    assert judged() == ["portal.E002"]


def test_allows_plain_http_on_this_machine(production):
    production.INSECURE_LOOPBACK = True
    production.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
    assert judged() == []


@pytest.mark.parametrize("kind", ["locmem.LocMemCache", "dummy.DummyCache"])
def test_refuses_a_cache_that_each_process_has_for_itself(production, kind):
    production.CACHES = {"default": {"BACKEND": f"django.core.cache.backends.{kind}"}}
    assert judged() == ["portal.E003"]


def test_refuses_to_debug_among_real_people(production):
    production.DEBUG = True
    assert judged() == ["portal.E004"]


@pytest.mark.parametrize("key", [STRONG_KEY[:49], "abcabcabc" * 9])
def test_refuses_a_weak_key(production, key):
    production.SECRET_KEY = key
    assert judged() == ["portal.E005"]


@pytest.mark.parametrize("kind", ["console", "locmem", "filebased"])
def test_refuses_mail_that_reaches_nobody(production, kind):
    production.EMAIL_BACKEND = f"django.core.mail.backends.{kind}.EmailBackend"
    assert judged() == ["portal.E006"]


def test_a_demonstration_is_forgiven_what_protects_real_people(production):
    production.DEMO = production.DEBUG = True
    production.SECRET_KEY = "short"
    production.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert judged() == []


def test_a_demonstration_is_not_forgiven_plain_http_for_others(production):
    production.DEMO = production.INSECURE_LOOPBACK = True
    assert judged() == ["portal.E002"]


def stored():
    return ids(checks.what_is_stored_is_fit_to_serve(None, databases=["default"]))


@pytest.mark.django_db
def test_a_database_of_real_people_is_fit_to_serve(production):
    factories.person()
    assert stored() == []


@pytest.mark.django_db
def test_refuses_the_demonstration_people_outside_the_demonstration(production):
    factories.person(email=CAST[0].email)
    assert stored() == ["portal.E009"]


@pytest.mark.django_db
def test_a_demonstration_may_have_its_people(production):
    factories.person(email=CAST[0].email)
    production.DEMO = True
    assert stored() == []


@pytest.mark.django_db(transaction=True)
def test_refuses_a_database_of_an_older_version(production, monkeypatch):
    monkeypatch.setattr(
        "django.db.migrations.executor.MigrationExecutor.migration_plan",
        lambda *arguments: ["one to do"],
    )
    assert stored() == ["portal.E007"]


@pytest.mark.django_db
def test_refuses_a_cache_without_its_table(production):
    production.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "another_table",
        }
    }
    assert stored() == ["portal.E008"]


@pytest.mark.django_db
def test_refuses_static_files_that_were_not_collected(production, tmp_path):
    production.STATIC_ROOT = str(tmp_path)
    production.STORAGES = production.STORAGES | {
        "staticfiles": {"BACKEND": "config.staticfiles.PortalStaticFilesStorage"}
    }
    assert stored() == ["portal.E010"]


def test_the_database_is_asked_only_where_that_is_allowed(production):
    # This test has no database: asking would fail.
    assert checks.what_is_stored_is_fit_to_serve(None, databases=None) == []


class TestStart:
    @pytest.fixture(autouse=True)
    def known(self, production, monkeypatch):
        monkeypatch.setattr(start, "database_is_unknown", False)
        production.ALLOWED_HOSTS = ["testserver"]
        self.settings = production

    @pytest.mark.django_db
    def test_serves_when_all_is_well(self):
        start.refuse_weak_start()
        assert start.database_is_unknown is False

    @pytest.mark.django_db
    def test_says_each_problem_on_a_line_of_its_own(self):
        self.settings.DEBUG = True
        self.settings.ALLOWED_HOSTS = ["*"]
        with pytest.raises(SystemExit) as ended:
            start.refuse_weak_start()
        first, second = str(ended.value).splitlines()
        assert first.startswith("The portal does not start. ALLOWED_HOSTS must name")
        assert second.startswith("The portal does not start. DEBUG=1 shows")

    @pytest.mark.django_db
    def test_does_not_serve_the_demonstration_people(self):
        factories.person(email=CAST[0].email)
        with pytest.raises(SystemExit, match="This database holds the demonstration people"):
            start.refuse_weak_start()

    @pytest.mark.django_db
    def test_starts_without_the_database_and_looks_at_it_before_the_first_page(
        self, client, monkeypatch
    ):
        factories.person(email=CAST[0].email)
        look = start.problems
        monkeypatch.setattr(start, "problems", without_database)
        start.refuse_weak_start()
        client.raise_request_exception = False
        assert client.get("/concerns/").status_code == 503
        assert client.get("/livez").status_code == 200
        monkeypatch.setattr(start, "problems", look)
        assert client.get("/concerns/").status_code == 503
        self.settings.DEMO = True
        assert client.get("/concerns/").status_code == 200
        assert start.database_is_unknown is False


def without_database(tags):
    if tags == start.DATABASE_TAGS:
        raise OperationalError
    return []


PRODUCTION = {
    "PATH": os.environ["PATH"],
    "SECRET_KEY": STRONG_KEY,
    "ALLOWED_HOSTS": "groups.example.org",
    "DATABASE_URL": "sqlite://:memory:",
    "EMAIL_URL": "smtp+tls://portal:word@mail.example.org:587",
    "DJANGO_SETTINGS_MODULE": "config.settings",
}


def run(*words, **changes):
    """Run Python in an environment as in production, with some variables changed."""
    environment = PRODUCTION | changes
    return subprocess.run(
        [sys.executable, *words], env=environment, capture_output=True, text=True, timeout=60
    )


def test_the_deployment_check_has_nothing_to_say():
    said = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert said.stdout == "System check identified no issues (0 silenced).\n"
    assert (said.returncode, said.stderr) == (0, "")


@pytest.mark.parametrize("words", [["manage.py", "migrate"], ["-c", "import config.wsgi"]])
def test_a_wrong_setting_is_one_sentence_and_no_traceback(words):
    said = run(*words, DEFAULT_TIME_ZONE="Pacific")
    assert said.returncode == 1
    assert said.stderr == (
        "The portal does not start. "
        "DEFAULT_TIME_ZONE must be an IANA time zone, such as America/Denver.\n"
    )


def test_the_server_does_not_start_with_settings_that_are_not_fit(tmp_path):
    said = run("-c", "import config.wsgi", EMAIL_URL="", STATIC_ROOT=str(tmp_path))
    assert said.returncode == 1
    assert said.stderr == (
        "The portal does not start. EMAIL_URL must name a mail server, such as "
        "smtp+tls://name:password@host:587, or be dummymail:// to send no mail at all.\n"
    )


@pytest.mark.django_db
def test_the_checks_are_part_of_the_deployment_check(production):
    production.ALLOWED_HOSTS = ["*"]
    with pytest.raises(Exception, match="portal.E001"):
        call_command("check", deploy=True)
