from django.db import migrations, models


def begin_with_the_last(apps, schema_editor):
    """Of changes from before, only who asked last is known."""
    changes = apps.get_model("brgs", "TextChange").objects.exclude(asked_by=None)
    for change in changes.select_related("asked_by"):
        change.askers = [change.asked_by.public_id]
        change.save(update_fields=["askers"])


class Migration(migrations.Migration):
    dependencies = [("brgs", "0004_curators_appoint")]

    operations = [
        migrations.AddField(
            model_name="textchange", name="askers", field=models.JSONField(default=list)
        ),
        migrations.RunPython(begin_with_the_last, migrations.RunPython.noop),
    ]
