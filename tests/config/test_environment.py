import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment
from tests.config.fresh import settings_with


def refusal(read, *arguments, **bounds):
    with pytest.raises(ImproperlyConfigured) as refused:
        read(*arguments, **bounds)
    return str(refused.value)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("1", True), ("True", True), ("yes", True), ("on", True), ("0", False), ("no", False)]
    + [("", False), (" false ", False)],
)
def test_reads_a_flag_as_it_was_meant(monkeypatch, written, meant):
    monkeypatch.setenv("DEMO", written)
    assert environment.flag("DEMO") is meant


def test_a_flag_that_is_not_set_says_no(monkeypatch):
    monkeypatch.delenv("DEMO", raising=False)
    assert environment.flag("DEMO") is False


def test_refuses_a_flag_that_says_neither_yes_nor_no(monkeypatch):
    monkeypatch.setenv("DEBUG", "maybe")
    assert refusal(environment.flag, "DEBUG") == "DEBUG must be 1 or 0, and is something else."


@pytest.mark.parametrize("written", ["-1", "10", "1.5", "two", "٣", "1_0", "9" * 5000])
def test_refuses_a_number_out_of_bounds(monkeypatch, written):
    monkeypatch.setenv("TRUSTED_PROXY_COUNT", written)
    said = refusal(environment.number, "TRUSTED_PROXY_COUNT", 0, lowest=0, highest=9)
    assert said == "TRUSTED_PROXY_COUNT must be a whole number from 0 to 9."


def test_reads_a_number_at_its_bound(monkeypatch):
    monkeypatch.setenv("TRUSTED_PROXY_COUNT", "9")
    assert environment.number("TRUSTED_PROXY_COUNT", 0, lowest=0, highest=9) == 9


@pytest.mark.parametrize(
    ("value", "found"),
    [("", ["cost", "speakers"]), ("none", []), (" speakers ,", ["speakers"])],
)
def test_reads_some_of_the_known_words(monkeypatch, value, found):
    monkeypatch.setenv("EVENTS_APPROVED_FOR", value)
    assert environment.some_of("EVENTS_APPROVED_FOR", ["cost", "speakers"]) == found


@pytest.mark.parametrize("value", ["costs", "cost, none", "cost;speakers", "COST"])
def test_refuses_an_unknown_word_in_one_sentence(monkeypatch, value):
    monkeypatch.setenv("EVENTS_APPROVED_FOR", value)
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.some_of("EVENTS_APPROVED_FOR", ["cost", "speakers"])
    assert str(refused.value) == "EVENTS_APPROVED_FOR must be none, or some of cost, speakers."


def test_reads_a_list_without_blanks_and_empty_words(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", " one.example, ,two.example,")
    assert environment.words("ALLOWED_HOSTS") == ["one.example", "two.example"]


@pytest.mark.parametrize("written", ["PST8", "America", "/etc/passwd", "../UTC", "Mars/Base"])
def test_refuses_a_time_zone_that_the_world_does_not_know(monkeypatch, written):
    monkeypatch.setenv("DEFAULT_TIME_ZONE", written)
    said = refusal(environment.time_zone, "DEFAULT_TIME_ZONE", "UTC")
    assert said == "DEFAULT_TIME_ZONE must be an IANA time zone, such as America/Denver."


def test_refuses_to_start_without_a_secret_key(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", " ")
    assert refusal(environment.secret_key).startswith("SECRET_KEY is missing")


ADDRESSES = {
    environment.database: (
        "DATABASE_URL",
        [
            "nonsense",
            "postgres://",
            "postgres://name:hunter2@host:port/db",
            "mysql://name:hunter2@host/db",
            "https://name:hunter2@host/db",
        ],
    ),
    environment.cache: ("CACHE_URL", ["nonsense", "dbcache://", "foo://hunter2"]),
}


@pytest.mark.parametrize(
    ("read", "name", "written"),
    [(read, name, one) for read, (name, many) in ADDRESSES.items() for one in many],
)
def test_refuses_a_wrong_address_and_does_not_repeat_it(monkeypatch, read, name, written):
    monkeypatch.setenv(name, written)
    said = refusal(read, "default://")
    assert said.startswith(f"{name} must be like ")
    assert "hunter2" not in said


@pytest.mark.parametrize(
    "written", ["nonsense", "smtp://", "carrier-pigeon://coop", "smtp+tls://a:hunter2@host:mail"]
)
def test_refuses_a_wrong_mail_server(monkeypatch, written):
    monkeypatch.setenv("EMAIL_URL", written)
    assert refusal(environment.email) == environment.EMAIL_FORMS


def test_an_address_of_postgresql_is_served_by_the_backend_that_notices_an_outage(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://name:word@host:5432/portal?sslmode=require")
    found = environment.database("sqlite://:memory:")
    assert (found["ENGINE"], found["NAME"]) == ("config.postgresql", "portal")
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_headers_of_proxies_count_only_where_a_proxy_is_trusted():
    without = settings_with(TRUSTED_PROXY_COUNT="0")
    behind = settings_with(TRUSTED_PROXY_COUNT="2")
    assert "SECURE_PROXY_SSL_HEADER" not in without
    assert behind["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert without["ALLAUTH_TRUSTED_PROXY_COUNT"] == 0
    assert behind["ALLAUTH_TRUSTED_PROXY_COUNT"] == 2
    assert "USE_X_FORWARDED_HOST" not in behind


def test_postgresql_gives_up_on_locks_statements_and_silence():
    address = "postgres://name:word@host/portal"
    options = settings_with(DATABASE_URL=address)["DATABASES"]["default"]["OPTIONS"]
    assert options["options"] == (
        "-c lock_timeout=5s -c statement_timeout=15s -c jit=off "
        "-c plan_cache_mode=force_generic_plan"
    )
    assert options["prepare_threshold"] == 0
    assert (options["pool"]["timeout"], options["pool"]["reconnect_timeout"]) == (1, 0.5)
    assert options["tcp_user_timeout"] == 1500
