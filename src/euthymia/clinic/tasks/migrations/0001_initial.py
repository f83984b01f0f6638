import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BackupRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField()),
                ("location", models.CharField(blank=True, max_length=300)),
                ("row_count", models.BigIntegerField(default=0)),
                ("audit_result", models.CharField(blank=True, max_length=200)),
                ("faults", models.JSONField(default=list)),
            ],
            options={
                "ordering": ["-started_at"],
            },
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("risk", "Answers about thoughts of death or self-harm"),
                            ("consults", "Requests for a consult"),
                            ("sessions", "Sessions left open"),
                            ("day_after", "Checks a day after an infusion"),
                            ("alarms", "Alarms at a chair that nobody acknowledged"),
                            ("clinic", "The clinic's own machine and records"),
                        ],
                        max_length=20,
                        unique=True,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("risk", "Answers about thoughts of death or self-harm"),
                            ("consults", "Requests for a consult"),
                            ("sessions", "Sessions left open"),
                            ("day_after", "Checks a day after an infusion"),
                            ("alarms", "Alarms at a chair that nobody acknowledged"),
                            ("clinic", "The clinic's own machine and records"),
                        ],
                        max_length=20,
                    ),
                ),
                ("subject_key", models.UUIDField(null=True)),
                ("description", models.TextField()),
                ("opened_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("escalated_at", models.DateTimeField(null=True)),
                ("taken_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("outcome", models.TextField(blank=True)),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.patient"
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["due_at"],
                "indexes": [models.Index(fields=["taken_at", "due_at"], name="tasks_task_taken_a_ee5859_idx")],
            },
        ),
    ]
