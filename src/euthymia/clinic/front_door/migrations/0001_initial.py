import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClinicProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(default="Euthymia", max_length=120)),
                ("person_to_call", models.CharField(blank=True, max_length=120)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("hours", models.CharField(blank=True, max_length=120)),
                ("staffed_phone", models.CharField(blank=True, max_length=40)),
                ("week", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="CrisisContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("country", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=120)),
                ("phone", models.CharField(max_length=60)),
                ("hours", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "ordering": ["country", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ConsultRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("given", models.CharField(max_length=80)),
                ("family", models.CharField(max_length=80)),
                ("birth_date", models.DateField()),
                ("email", models.EmailField(max_length=254)),
                ("phone", models.CharField(max_length=40)),
                ("reason", models.TextField(blank=True)),
                ("preferred_contact", models.CharField(default="phone", max_length=10)),
                (
                    "urgency",
                    models.CharField(choices=[("soon", "Call today"), ("routine", "Within a week")], max_length=10),
                ),
                ("urgency_reasons", models.JSONField(default=list)),
                ("asked_at", models.DateTimeField()),
                ("declined_at", models.DateTimeField(null=True)),
                (
                    "patient",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.patient"
                    ),
                ),
            ],
            options={
                "ordering": ["-urgency", "asked_at"],
            },
        ),
    ]
