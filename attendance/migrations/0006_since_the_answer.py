from django.db import migrations
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce


def begin_with_the_answer(apps, schema_editor):
    """Where the answer is gone, as names are that have faded, with the door."""
    rows = apps.get_model("events", "Rsvp").objects
    answered = rows.filter(event=OuterRef("event"), person=OuterRef("person")).values("answered")
    since = Coalesce(Subquery(answered[:1]), F("at"))
    apps.get_model("attendance", "Attendance").objects.update(since=since)


class Migration(migrations.Migration):
    """By itself, since a table whose columns change lets nobody in meanwhile."""

    dependencies = [
        ('attendance', '0005_since'),
        ('events', '0008_former_cohosts'),
    ]

    operations = [migrations.RunPython(begin_with_the_answer, migrations.RunPython.noop)]
