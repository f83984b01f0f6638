import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0006_history_as_told"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WorkupResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("item", models.CharField(max_length=30)),
                ("taken_on", models.DateField()),
                ("value", models.FloatField(null=True)),
                ("unit", models.CharField(blank=True, max_length=20)),
                ("low", models.FloatField(null=True)),
                ("high", models.FloatField(null=True)),
                ("found", models.CharField(blank=True, max_length=200)),
                ("entered_at", models.DateTimeField()),
                ("struck_at", models.DateTimeField(null=True)),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, related_name="+"
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="people.patient", related_name="+"
                    ),
                ),
            ],
            options={"ordering": ["-taken_on", "-pk"]},
        ),
    ]
