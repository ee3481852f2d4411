import pytest
from django.contrib.auth import SESSION_KEY, authenticate
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from accounts.adapters import WRONG
from accounts.models import User
from tests import factories

pytestmark = pytest.mark.django_db


def signed_in_as(client):
    return User.objects.filter(pk=client.session.get(SESSION_KEY)).first()


@pytest.mark.parametrize(
    "login",
    ["ana.lima@example.com", "ANA.Lima@Example.COM", " ana.lima@example.com ", "E4711", "e4711"],
)
def test_signs_in_by_email_or_employee_id_in_any_case(client, ana, sign_in, login):
    response = sign_in(login)

    assert (response.status_code, response["Location"]) == (302, "/")
    assert signed_in_as(client) == ana


def test_signs_in_an_employee_without_email(client, sign_in):
    person = factories.person(password=factories.PASSWORD, email=None, employee_id="N-12/7")

    sign_in("n-12/7")

    assert signed_in_as(client) == person


def test_signs_in_an_account_without_employee_id(client, sign_in):
    person = factories.visitor_account(password=factories.PASSWORD, email="kim@example.com")

    sign_in("kim@example.com")

    assert signed_in_as(client) == person


@pytest.mark.parametrize("name", ["login", "username", "email"])
def test_other_programs_may_call_the_login_by_its_usual_names(ana, name):
    assert authenticate(None, **{name: "E4711", "password": factories.PASSWORD}) == ana


def test_goes_on_to_where_the_person_wanted_to_go(ana, sign_in):
    assert sign_in("E4711", next="/me/settings/")["Location"] == "/me/settings/"


@pytest.mark.parametrize("next_", ["https://evil.example/", "//evil.example/", "javascript:a()"])
def test_goes_to_no_other_site_afterwards(ana, sign_in, next_):
    assert sign_in("E4711", next=next_)["Location"] == "/"


def errors(response):
    return [str(error) for error in response.context["form"].non_field_errors()]


@pytest.mark.parametrize("login", ["ana.lima@example.com", "E4711"])
def test_says_the_same_of_a_wrong_password_and_an_unknown_account(client, ana, sign_in, login):
    wrong = sign_in(login, "not the password")
    unknown = sign_in("x" + login, "not the password")

    assert errors(wrong) == errors(unknown) == [str(WRONG)]
    assert wrong.status_code == unknown.status_code == 200
    assert signed_in_as(client) is None
    assert masked(wrong, login) == masked(unknown, "x" + login)


def masked(response, login):
    token = response.context["csrf_token"]
    return response.content.decode().replace(f'"{login}"', "").replace(str(token), "")


@pytest.mark.parametrize("login", ["E4711", "E0000", "nobody@example.com"])
def test_an_unknown_account_costs_as_much_hashing_as_a_wrong_password(ana, monkeypatch, login):
    """Timing is counted in hashes, the one slow thing; both cases must make the same number."""
    from django.contrib.auth.hashers import MD5PasswordHasher

    made = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: made.append(1) or encode(*args))

    assert authenticate(None, login=login, password="not the password") is None

    assert len(made) == 1


def test_an_account_without_password_costs_as_much_hashing(monkeypatch):
    from django.contrib.auth.hashers import MD5PasswordHasher

    factories.person(employee_id="E5000")
    made = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: made.append(1) or encode(*args))

    assert authenticate(None, login="E5000", password="!") is None

    assert len(made) == 1


def test_a_deactivated_person_with_the_right_password_stays_out(client, sign_in):
    factories.person(password=factories.PASSWORD, employee_id="E9", is_active=False)

    response = sign_in("E9")

    assert response["Location"] == "/accounts/inactive/"
    assert signed_in_as(client) is None


def test_a_deactivated_person_with_a_wrong_password_learns_nothing(sign_in):
    factories.person(password=factories.PASSWORD, employee_id="E9", is_active=False)

    assert errors(sign_in("E9", "not the password")) == [str(WRONG)]


def test_an_employee_id_cannot_look_like_an_email(ana):
    other = factories.person()
    other.employee_id = "ana.lima@example.com"
    with pytest.raises(ValidationError):
        other.full_clean()
    with pytest.raises(IntegrityError):
        other.save()


def test_an_email_cannot_look_like_an_employee_id(ana):
    other = factories.person()
    other.email = "E4711"
    with pytest.raises(IntegrityError):
        other.save()


@pytest.mark.parametrize("field", ["email", "employee_id"])
def test_no_two_accounts_differ_in_case_alone(ana, field):
    with pytest.raises(IntegrityError):
        factories.person(**{field: getattr(ana, field).swapcase()})


@pytest.mark.parametrize(
    "login",
    ["", " ", "\0", "@", "@@", "é@example.com", "' or 1=1 --", "\udcff", "１２３", "x" * 300],
)
def test_no_name_that_is_typed_is_an_error_of_ours(client, sign_in, login):
    response = sign_in(login.encode("utf-8", "replace"))

    assert response.status_code == 200
    assert response.context["form"].errors


def test_a_password_of_a_megabyte_is_refused(ana, sign_in):
    assert "password" in sign_in("E4711", "x" * 500_000).context["form"].errors


def test_the_page_asks_in_plain_words_and_keeps_nobody_signed_in_by_default(client):
    form = client.get("/accounts/login/").context["form"]

    assert [str(field.label) for field in form] == [
        "Work e-mail or employee id",
        "Password",
        "Keep me signed in",
    ]
    assert not form["remember"].value()
    assert [field.field.widget.attrs.get("placeholder") for field in form] == [None] * 3


def test_asking_for_json_gets_a_page(client):
    response = client.get("/accounts/login/", headers={"accept": "application/json"})

    assert response["Content-Type"] == "text/html; charset=utf-8"


def test_a_session_keeps_no_name_that_was_typed(client, ana, sign_in):
    sign_in("ana.lima@example.com")

    assert "ana.lima" not in str(dict(client.session))


def test_signing_out_takes_a_post(client, ana):
    client.force_login(ana)

    assert client.get("/accounts/logout/").status_code == 200
    assert signed_in_as(client) == ana
    assert client.post("/accounts/logout/")["Location"] == "/"
    assert signed_in_as(client) is None


def test_a_second_click_on_signing_out_leads_home(client, db):
    assert client.post("/accounts/logout/")["Location"] == "/"
    assert client.get("/accounts/logout/")["Location"] == "/"


def test_signing_out_needs_the_form_of_the_site(ana):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)

    assert client.post("/accounts/logout/").status_code == 403
    assert signed_in_as(client) == ana
