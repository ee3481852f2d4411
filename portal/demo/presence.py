"""Whether this database holds people of the demonstration, and whether it holds others."""

from django.db.models import Q

from accounts.models import User

from .cast import CAST

# Every person whom the demonstration makes has an employee id that starts so; nobody else has.
MARK = "DEMO-"


def employee_id(number):
    return f"{MARK}{number:06d}"


def demonstration_people_exist() -> bool:
    """Whether anyone with the public password is here: one query over two unique indexes."""
    addresses = Q(email__in=[character.email for character in CAST])
    ids = Q(employee_id__in=[employee_id(character.number) for character in CAST])
    return User.objects.filter(addresses | ids).exists()


def other_people():
    """Accounts that the demonstration did not make."""
    return User.objects.exclude(employee_id__startswith=MARK)
