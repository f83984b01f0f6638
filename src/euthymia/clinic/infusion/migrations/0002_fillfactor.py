"""On PostgreSQL a session's row leaves room for its next version beside it.

It is written anew with every device message. Where the page has room, no index of the row is touched (a heap-only
update, https://www.postgresql.org/docs/current/storage-hot.html).
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def leave_room(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE infusion_session SET (fillfactor = 40)", params=None)


class Migration(migrations.Migration):
    dependencies = [("infusion", "0001_initial")]
    operations = [migrations.RunPython(leave_room, migrations.RunPython.noop)]
