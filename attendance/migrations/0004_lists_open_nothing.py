"""What lists and passes had shown before: hidden, or a number, as it would be kept today."""

from django.db import migrations
from django.db.models import Exists, OuterRef, Q


def hide(apps, schema_editor):
    rows = apps.get_model("attendance", "Attendance").objects
    # Nobody who waited shows by a list, and nobody who is no member and had no seat shows at all.
    rows.filter(method="import", expected=False).update(membership=None, visibility="only_me")
    rows.filter(membership=None, expected=False).update(visibility="only_me")
    numbers = {"who": "private", "person": None}
    _of_strangers(apps, rows).update(**numbers)


def _of_strangers(apps, rows):
    """On a list of a members' event, without an answer, and in no group that holds it."""
    answers = apps.get_model("events", "Rsvp").objects
    cohosts = apps.get_model("events", "CoHost").objects.filter(accepted__isnull=False)
    members = apps.get_model("brgs", "Membership").objects.filter(left=None)
    answered = answers.filter(event=OuterRef("event"), person=OuterRef("person"))
    own = members.filter(person=OuterRef("person"))
    joint = cohosts.filter(event=OuterRef(OuterRef("event"))).values("brg")
    belongs = own.filter(Q(brg=OuterRef("event__brg")) | Q(brg__in=joint))
    listed = rows.filter(method="import", expected=False, person__isnull=False)
    return listed.filter(~Exists(answered), ~Exists(belongs), event__audience="members")


class Migration(migrations.Migration):
    dependencies = [
        ("attendance", "0003_brought_lists"),
        ("brgs", "0005_askers_of_texts"),
        ("events", "0006_counters_in_no_index"),
    ]

    operations = [migrations.RunPython(hide, migrations.RunPython.noop)]
