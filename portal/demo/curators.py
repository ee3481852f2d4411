"""What a curator may do in the admin."""

from django.contrib.auth.models import Group, Permission

NAME = "Curators"
MAY = {
    "brgs": (
        "view_brg",
        "add_brg",
        "change_brg",
        "publish_brg",
        "view_brglink",
        "add_brglink",
        "change_brglink",
        "delete_brglink",
        "view_focusarea",
        "add_focusarea",
        "change_focusarea",
        "delete_focusarea",
        "view_pillar",
        "add_pillar",
        "change_pillar",
        "delete_pillar",
    ),
    "accounts": ("view_region", "add_region", "change_region", "view_user", "add_user"),
}


def curators():
    """The group of curators with its permissions, made where it is missing."""
    group, made = Group.objects.get_or_create(name=NAME)
    if made:
        for app, codenames in MAY.items():
            allowed = Permission.objects.filter(content_type__app_label=app, codename__in=codenames)
            group.permissions.add(*allowed)
    return group
