import django.utils.timezone
from django.db import migrations, models


def begin_with_the_door(apps, schema_editor):
    """Of those who are kept already nobody knows when they answered."""
    apps.get_model("attendance", "Attendance").objects.update(since=models.F("at"))


class Migration(migrations.Migration):

    dependencies = [
        ('attendance', '0004_lists_open_nothing'),
    ]

    operations = [
        migrations.AddField(
            model_name='attendance',
            name='since',
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.RunPython(begin_with_the_door, migrations.RunPython.noop),
    ]
