"""A pairing keeps which bed and equipment its device's messages named: what says otherwise later is kept apart."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("infusion", "0003_retired_devices")]
    operations = [
        migrations.AddField(
            model_name="pairing",
            name="heard_bed",
            field=models.CharField(db_default="", default="", max_length=250),
        ),
        migrations.AddField(
            model_name="pairing",
            name="heard_equipment",
            field=models.JSONField(db_default=models.Value([], models.JSONField()), default=list),
        ),
    ]
