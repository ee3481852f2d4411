from importlib import import_module

from django.db import migrations, models
from django.db.models import Q

# SQLite makes a table anew to add a column, and drops its triggers on the way.
trigger = import_module("audit.migrations.0002_events_never_change")


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_events_never_change")]
    operations = [
        migrations.RunPython(trigger.forget, trigger.create),
        migrations.AddField(
            "auditevent",
            "scope",
            models.CharField(
                blank=True,
                default="",
                help_text="Whose leads may read it, as “brg:12”; empty for what no lead reads.",
                max_length=40,
            ),
            preserve_default=False,
        ),
        migrations.AddIndex(
            "auditevent",
            models.Index(
                fields=["scope", "-at"], condition=~Q(scope=""), name="audit_scope"
            ),
        ),
        migrations.RunPython(trigger.create, trigger.forget),
    ]
