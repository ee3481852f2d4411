import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.claims import Vouched, vouched
from accounts.models import User

ID_TOKEN = {"iss": "https://login.example", "sub": "s-1"}
CLAIMS = ("email", "email_verified", "employee_id", "name", "given_name", "family_name")
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("\ud800\0"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def test_a_whole_person():
    told = {
        "email": " Ana@Example.com",
        "email_verified": "true",
        "employee_id": " E1 ",
        "name": "Ana  Lima",
    }

    assert vouched(ID_TOKEN, told) == Vouched(
        "https://login.example", "s-1", "ana@example.com", "E1", "Ana Lima"
    )


def test_verified_counts_only_for_the_email_of_the_same_source():
    token = ID_TOKEN | {"email": "ana@example.com", "email_verified": True}

    assert vouched(token, {"email": "eve@example.com"}).email == ""
    assert vouched(token, {"email_verified": False}).email == "ana@example.com"


def test_userinfo_adds_what_the_id_token_lacks():
    assert vouched(ID_TOKEN | {"name": "Ana"}, {"employee_id": "E1"}).employee_id == "E1"


def test_half_a_character_is_no_name():
    assert vouched(ID_TOKEN, {"name": "Ana \ud800"}).name == ""


@pytest.mark.parametrize("claim", ["E" * 33, "E 1", "é1", "E1@x", "-E1", "E1\n", "１２"])
def test_what_is_no_employee_id_is_none(claim):
    assert vouched(ID_TOKEN, {"employee_id": claim.removesuffix("\n") + "\u200b"}).employee_id == ""
    assert vouched(ID_TOKEN, {"employee_id": claim}).employee_id == claim.strip() * (
        claim == "E1\n"
    )


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(CLAIMS, ANYTHING)))
def test_whatever_is_claimed_comes_to_what_an_account_can_hold(claims):
    person = vouched(ID_TOKEN, claims)

    if person.email and person.employee_id and person.name:
        User(
            email=person.email,
            employee_id=person.employee_id,
            legal_name=person.name,
            password="!",
            sort_name="x",
        ).full_clean(validate_unique=False, validate_constraints=False)
    assert all(isinstance(text, str) for text in (person.email, person.employee_id, person.name))
    "".join((person.email, person.employee_id, person.name)).encode()
