from django.db import migrations

from euthymia.clinic.audit import triggers


def create(_apps, editor):
    triggers.create(editor)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
