from django.core.management import call_command
from django.db import migrations


def make_cache_table(apps, schema_editor):
    """Limits on signing in live in the cache, which by default is a table that no model makes.

    Where CACHE_URL names another kind of cache, this does nothing.
    """
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(make_cache_table, migrations.RunPython.noop)]
