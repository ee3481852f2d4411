from django.conf import settings


def needs_second_factor(user):
    """Whether this person has to set up a second factor before they may curate."""
    return user.is_staff and settings.STAFF_NEED_SECOND_FACTOR and not user.has_second_factor


def may_curate(user):
    """Whether the admin is open to this person, as far as signing in goes."""
    return user.is_active and user.is_staff and not needs_second_factor(user)
