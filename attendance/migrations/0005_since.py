import django.db.models.functions
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('attendance', '0004_lists_open_nothing'),
    ]

    operations = [
        # The default in the database is for workers of the version before, which know no such field.
        migrations.AddField(
            model_name='attendance',
            name='since',
            field=models.DateTimeField(
                db_default=django.db.models.functions.Now(), default=django.utils.timezone.now
            ),
        ),
    ]
