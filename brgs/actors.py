"""Who left a version or asked for words, in words that name nobody out of office."""

from django.utils.translation import gettext as _

from accounts.models import User

from .models import Officer


def names_of_actors(brg, actors):
    """What people are called, by public id: officers of the group in their term by name.

    A curator is one of the curators, and whoever has left office is no more than that.
    """
    people = User.objects.filter(public_id__in=actors)
    in_term = Officer.objects.in_term().filter(brg=brg).values("person")
    names = dict.fromkeys(actors, _("A former officer"))
    names |= {person.public_id: _("A curator") for person in people.filter(is_staff=True)}
    return names | {person.public_id: person.name for person in people.filter(pk__in=in_term)}
