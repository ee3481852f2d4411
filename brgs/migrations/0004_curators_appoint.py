from importlib import import_module

from django.db import migrations

curators = import_module("brgs.migrations.0002_curators")
MAY = {("brgs", "officer"): ("view", "add", "change")}


class Migration(migrations.Migration):
    dependencies = [("brgs", "0003_offices_texts_quarters")]
    operations = [
        migrations.RunPython(curators.permit(MAY), migrations.RunPython.noop),
    ]
