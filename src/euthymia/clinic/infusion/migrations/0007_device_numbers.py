"""Each device has a number of its own at its chair: those that stand there are counted in the order they came."""

from django.db import migrations, models

# The names that they had by their order. Sealing, which follows the migrations, binds the rows as they are then.
COUNT = (
    "UPDATE infusion_device SET number = 1 + (SELECT COUNT(*) FROM infusion_device AS beside"
    " WHERE beside.chair_id = infusion_device.chair_id AND beside.kind = infusion_device.kind"
    " AND beside.retired_at IS NULL AND beside.id < infusion_device.id) WHERE retired_at IS NULL"
)


class Migration(migrations.Migration):
    dependencies = [
        ("infusion", "0006_signed_codes_and_kit"),
    ]

    operations = [
        migrations.AddField(
            model_name="device",
            name="number",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at", None)),
                fields=("chair", "kind", "number"),
                name="one_device_a_number_at_its_chair",
            ),
        ),
    ]
