"""The role of a curator: a group of Django's, with exactly what curation needs."""

from django.contrib.auth.models import Group, Permission

from accounts.curators import CURATORS

# Migrations make the group; a test holds the lists together.
MAY = {
    ("brgs", "brg"): ("view", "add", "change", "publish"),
    ("brgs", "officer"): ("view", "add", "change"),
    ("chapters", "chapter"): ("view", "add", "change"),
    ("chapters", "chapterofficer"): ("view", "add", "change"),
    ("brgs", "focusarea"): ("view", "add", "change", "delete"),
    ("brgs", "pillar"): ("view", "add", "change", "delete"),
    ("accounts", "region"): ("view", "add", "change", "delete"),
    ("accounts", "user"): ("view", "add", "change", "delete"),
}


def curators():
    """The group of curators, made again with its permissions where it is missing."""
    group, made = Group.objects.get_or_create(name=CURATORS)
    if made:
        for (app, model), verbs in MAY.items():
            codenames = [f"{verb}_{model}" for verb in verbs]
            group.permissions.add(
                *Permission.objects.filter(content_type__app_label=app, codename__in=codenames)
            )
    return group
