import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.urls import reverse

from accounts.permissions import may_curate, needs_second_factor
from audit.models import AuditEvent
from tests import factories
from tests.accounts.test_sign_in import signed_in_as

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXP"


def code(secret=SECRET, steps=0):
    """The code of an app whose clock is some steps of 30 seconds off."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


@pytest.fixture
def guarded(ana):
    """Ana, with an authenticator app."""
    TOTP.activate(ana, SECRET)
    return ana


def second_step(client, typed):
    return client.post("/accounts/2fa/authenticate/", {"code": typed})


def test_a_password_alone_is_not_enough(client, guarded, sign_in):
    assert sign_in("E4711")["Location"] == "/accounts/2fa/authenticate/"

    assert signed_in_as(client) is None
    assert client.get("/me/").status_code == 302


def test_password_and_code_sign_in_and_lead_on(client, guarded, sign_in):
    sign_in("E4711", next="/me/settings/")

    assert second_step(client, code())["Location"] == "/me/settings/"
    assert signed_in_as(client) == guarded


@pytest.mark.parametrize("steps", [-1, 1])
def test_takes_a_code_of_a_clock_that_is_half_a_minute_off(client, clock, guarded, sign_in, steps):
    sign_in("E4711")

    second_step(client, code(steps=steps))

    assert signed_in_as(client) == guarded


@pytest.mark.parametrize("steps", [-2, 2])
def test_refuses_an_older_or_later_code(client, clock, guarded, sign_in, steps):
    sign_in("E4711")

    second_step(client, code(steps=steps))

    assert signed_in_as(client) is None


@pytest.mark.parametrize("written", ["{0}", "{0:.3} {1}", "{0:.3}-{1}"])
def test_a_code_counts_once_for_as_long_as_it_lives(client, clock, guarded, sign_in, written):
    """The library remembers a code for half a minute; it lives for one and a half."""
    used = code(steps=1)
    sign_in("E4711")
    second_step(client, used)
    client.post("/accounts/logout/")
    cache.delete(f"allauth.mfa.totp.used?user={guarded.pk}&code={used}")

    sign_in("E4711")
    second_step(client, written.format(used, used[3:]))

    assert signed_in_as(client) is None


def test_ten_wrong_codes_make_the_right_one_wait(client, clock, guarded, sign_in):
    sign_in("E4711")
    for _try in range(10):
        second_step(client, "000000" if code() != "000000" else "111111")

    second_step(client, code())

    assert signed_in_as(client) is None


@pytest.mark.parametrize(
    "sent", [{}, {"credential": ""}, {"credential": "{}"}, {"credential": '{"id": 1}'}]
)
def test_an_answer_without_a_code_asks_for_the_code(client, guarded, sign_in, sent):
    sign_in("E4711")

    response = client.post("/accounts/2fa/authenticate/", sent)

    assert list(response.context["form"].errors) == ["code"]
    assert signed_in_as(client) is None


@pytest.mark.parametrize("typed", ["", "\0", "١٢٣٤٥٦", "9" * 21, "é", "-1", "0x1"])
def test_no_code_that_is_typed_is_an_error_of_ours(client, guarded, sign_in, typed):
    sign_in("E4711")

    assert second_step(client, typed).status_code == 200
    assert signed_in_as(client) is None


def test_what_was_asked_before_the_password_is_done_after_it(client, guarded):
    client.force_login(guarded)
    off = "/accounts/2fa/totp/off/"
    client.post(off)

    client.post("/accounts/reauthenticate/", {"password": factories.PASSWORD, "next": off})

    assert not Authenticator.objects.exists()


def test_a_recovery_code_lets_in_once(client, guarded, sign_in):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    first = RecoveryCodes.activate(guarded).get_unused_codes()[0]
    sign_in("E4711")
    second_step(client, first)
    assert signed_in_as(client) == guarded
    client.post("/accounts/logout/")

    sign_in("E4711")
    second_step(client, first)

    assert signed_in_as(client) is None


def confirm(client):
    client.post("/accounts/reauthenticate/", {"password": factories.PASSWORD})


def set_up(client):
    page = client.get("/accounts/2fa/totp/on/").content.decode()
    secret = re.search(r'class="key">(\w+)<', page)[1]
    return client.post("/accounts/2fa/totp/on/", {"code": code(secret)})


def test_setting_up_asks_for_the_password_shows_codes_and_is_recorded(client, ana, letters):
    client.force_login(ana)
    assert client.get("/accounts/2fa/totp/on/")["Location"].startswith("/accounts/reauthenticate/")
    confirm(client)

    assert set_up(client)["Location"] == "/accounts/2fa/recovery-codes/"

    assert len(client.get("/accounts/2fa/recovery-codes/").context["unused_codes"]) == 10
    assert set(Authenticator.objects.values_list("user", "type")) == {
        (ana.pk, "totp"),
        (ana.pk, "recovery_codes"),
    }
    assert AuditEvent.objects.get(verb="person.second_factor_on").actor == ana.public_id


def test_the_qr_code_is_drawn_in_the_page(client, ana):
    client.force_login(ana)
    confirm(client)

    page = client.get("/accounts/2fa/totp/on/").content.decode()

    assert '<svg class="qr" viewBox="0 0 ' in page
    assert "data:" not in page
    assert "style=" not in page


def test_turning_it_off_asks_again_and_is_recorded(client, guarded):
    client.force_login(guarded)
    off = "/accounts/2fa/totp/off/"
    assert client.post(off)["Location"].startswith("/accounts/reauthenticate/")
    assert Authenticator.objects.exists()
    confirm(client)

    client.post(off)

    assert not Authenticator.objects.exists()
    assert AuditEvent.objects.get(verb="person.second_factor_off").actor == guarded.public_id


@pytest.fixture
def required(settings):
    settings.STAFF_NEED_SECOND_FACTOR = True


def test_staff_without_a_second_factor_may_not_curate(required):
    boss = factories.superuser()

    assert needs_second_factor(boss)
    assert not may_curate(boss)


def test_staff_with_a_second_factor_may_curate(required, guarded):
    guarded.is_staff = True

    assert not needs_second_factor(guarded)
    assert may_curate(guarded)


def test_recovery_codes_alone_are_no_second_factor(required, ana):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    RecoveryCodes.activate(ana)
    ana.is_staff = True

    assert needs_second_factor(ana)


def test_an_employee_needs_none_and_may_not_curate(required, ana):
    assert not needs_second_factor(ana)
    assert not may_curate(ana)


def test_a_deactivated_curator_may_not_curate(settings, ana):
    settings.STAFF_NEED_SECOND_FACTOR = False
    ana.is_staff, ana.is_active = True, False

    assert not may_curate(ana)


def test_curation_leads_staff_to_set_it_up_and_from_there_back(client, required):
    boss = factories.superuser(password=factories.PASSWORD)
    client.force_login(boss)

    assert client.get("/admin/")["Location"] == "/accounts/2fa/totp/on/"
    confirm(client)
    set_up(client)

    page = client.get("/accounts/2fa/recovery-codes/").content.decode()
    assert f'href="{reverse("admin:index")}"' in page
    assert client.get("/admin/").status_code == 200
