"""The group of curators.

It is made here because this is the lowest app that knows both groups and people. Permissions are
otherwise made after all migrations have run, so the ones that curators need are made first, under
the names that Django would give them.
"""

from django.db import migrations

MAY = {
    ("brgs", "brg"): ("view", "add", "change", "publish"),
    ("brgs", "focusarea"): ("view", "add", "change", "delete"),
    ("brgs", "pillar"): ("view", "add", "change", "delete"),
    ("accounts", "region"): ("view", "add", "change", "delete"),
    ("accounts", "user"): ("view", "add", "change", "delete"),
}
NAMES = {"publish": "Can publish, pause and archive groups"}


def permit(may):
    """A step of a migration that gives curators permissions: verbs by (app, model)."""

    def make(apps, schema_editor):
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Curators")
        for (app, model), verbs in may.items():
            kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
                app_label=app, model=model
            )
            noun = apps.get_model(app, model)._meta.verbose_name
            for verb in verbs:
                permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
                    content_type=kind,
                    codename=f"{verb}_{model}",
                    defaults={"name": NAMES.get(verb, f"Can {verb} {noun}")},
                )
                group.permissions.add(permission)

    return make


class Migration(migrations.Migration):
    dependencies = [
        ("brgs", "0001_initial"),
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(permit(MAY), migrations.RunPython.noop)]
