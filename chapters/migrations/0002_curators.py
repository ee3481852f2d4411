"""What curators may do with chapters, and with who leads them."""

from importlib import import_module

from django.db import migrations

curators = import_module("brgs.migrations.0002_curators")
MAY = {
    ("chapters", "chapter"): ("view", "add", "change"),
    ("chapters", "chapterofficer"): ("view", "add", "change"),
}


class Migration(migrations.Migration):
    dependencies = [("chapters", "0001_initial"), ("brgs", "0004_curators_appoint")]
    operations = [migrations.RunPython(curators.permit(MAY), migrations.RunPython.noop)]
