from .models import BRG, Membership


def current_membership(user, brg):
    """One's own current membership of a group, or None."""
    if not user.is_authenticated:
        return None
    # At most one is current, so there is nothing to sort.
    return next(iter(Membership.objects.current().filter(person=user, brg=brg)), None)


def can_join(user, brg):
    """Every employee may join an active group; nothing else about a person is asked."""
    return user.is_authenticated and user.is_employee and brg.is_active


def leads_group(user, brg):
    """Whether a person manages the group today, and with it all of its chapters."""
    return BRG.objects.led_by(user).filter(pk=brg.pk).exists()
