"""What the trusted provider says about a person, made into what the portal needs of it."""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from content.text import LineField

from .models import User, validate_employee_id


@dataclass(frozen=True)
class Vouched:
    """A person as the provider vouches for them; what is missing or unusable is empty.

    `issuer` and `subject` name the identity for good. The e-mail is in lower case, and only here
    if the provider says that it is verified.
    """

    issuer: str
    subject: str
    email: str
    employee_id: str
    name: str


def vouched(id_token, userinfo):
    """The person whom a checked ID token and userinfo answer of the same subject describe."""
    claims = {**id_token, **userinfo}
    return Vouched(
        issuer=id_token["iss"],
        subject=id_token["sub"],
        email=_verified_email(userinfo if "email" in userinfo else id_token),
        employee_id=_employee_id(claims.get(settings.OIDC_EMPLOYEE_ID_CLAIM)),
        name=_name(claims),
    )


def _verified_email(claims):
    """The e-mail if the same source says that it is verified; some providers write "true"."""
    if claims.get("email_verified") not in (True, "true"):
        return ""
    return _valid(_text(claims.get("email")).strip().lower(), validate_email, "email")


def _employee_id(claim):
    return _valid(_text(claim).strip(), validate_employee_id, "employee_id")


def _name(claims):
    """The name claim, or given and family name; empty where it could not be shown."""
    parts = _text(claims.get("given_name")), _text(claims.get("family_name"))
    name = _text(claims.get("name")) or " ".join(filter(None, parts))
    limit = User._meta.get_field("legal_name").max_length
    try:
        return LineField(max_length=limit, required=False).clean(name)
    except ValidationError:
        return ""


def _text(claim):
    """A claim as text; employee ids may come as a number, which JSON tells from a truth value."""
    if isinstance(claim, int) and not isinstance(claim, bool):
        return str(claim)
    return claim if isinstance(claim, str) else ""


def _valid(text, validate, field):
    if len(text) > User._meta.get_field(field).max_length:
        return ""
    try:
        validate(text)
    except ValidationError:
        return ""
    return text
