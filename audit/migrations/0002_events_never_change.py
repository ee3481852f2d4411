from django.db import migrations

SQLITE = """
CREATE TRIGGER audit_event_never_changes BEFORE UPDATE ON audit_auditevent
BEGIN
    SELECT RAISE(ABORT, 'an audit event is never changed');
END;
"""

POSTGRESQL = """
CREATE FUNCTION audit_event_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an audit event is never changed' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER audit_event_never_changes BEFORE UPDATE ON audit_auditevent
    FOR EACH ROW EXECUTE FUNCTION audit_event_refuse_change();
"""

FORGET = {
    "sqlite": "DROP TRIGGER audit_event_never_changes;",
    "postgresql": (
        "DROP TRIGGER audit_event_never_changes ON audit_auditevent;"
        "DROP FUNCTION audit_event_refuse_change();"
    ),
}


def create(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    schema_editor.execute({"sqlite": SQLITE, "postgresql": POSTGRESQL}[vendor], params=None)


def forget(apps, schema_editor):
    schema_editor.execute(FORGET[schema_editor.connection.vendor], params=None)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(create, forget)]
