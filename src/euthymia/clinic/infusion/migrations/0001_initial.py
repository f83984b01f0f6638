import django.db.models.deletion
import euthymia.clinic.infusion.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("booking", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Device",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("kind", models.CharField(choices=[("monitor", "Monitor"), ("pump", "Pump")], max_length=10)),
                ("sending_app", models.CharField(max_length=180)),
                ("sending_facility", models.CharField(blank=True, max_length=180)),
                ("time_zone", models.CharField(default="UTC", max_length=60)),
                ("every_second", models.BooleanField(default=True)),
                ("address", models.GenericIPAddressField(null=True)),
                ("fingerprint", models.CharField(blank=True, max_length=64)),
                (
                    "chair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="booking.resource"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NearMiss",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(max_length=40)),
                ("details", models.JSONField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.patient"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("drug", models.CharField(default="racemic ketamine hydrochloride, IV", max_length=60)),
                ("indication", models.CharField(max_length=200)),
                ("endpoint", models.CharField(max_length=200)),
                ("course", models.CharField(max_length=200)),
                ("dose_mg_per_kg", models.FloatField()),
                ("duration_min", models.FloatField()),
                ("weight_kg", models.FloatField()),
                ("weight_as_entered", models.CharField(max_length=40)),
                ("height_cm", models.FloatField(null=True)),
                ("vial_mg_per_ml", models.FloatField()),
                ("bag_ml", models.FloatField()),
                ("plan", models.JSONField()),
                ("override_reasons", models.JSONField(default=dict)),
                ("signed_at", models.DateTimeField()),
                (
                    "meaning",
                    models.CharField(
                        default="I have seen this person, I order this dose for this indication.", max_length=200
                    ),
                ),
                ("expires_at", models.DateTimeField()),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.patient"
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-signed_at"],
            },
        ),
        migrations.CreateModel(
            name="SecondSignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("signed_at", models.DateTimeField()),
                ("meaning", models.CharField(max_length=200)),
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="second_signature",
                        to="infusion.order",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("state", models.CharField(db_index=True, max_length=12)),
                ("opened_at", models.DateTimeField()),
                ("last_event_number", models.PositiveIntegerField(default=0)),
                ("alarm_state", models.JSONField()),
                ("limits", models.JSONField(default=dict)),
                ("silence_due_at", models.DateTimeField(null=True)),
                ("pump_confirmed", models.BooleanField(default=True)),
                ("help_called_at", models.DateTimeField(null=True)),
                (
                    "chair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="booking.resource"
                    ),
                ),
                (
                    "nurse",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="session", to="infusion.order"
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.patient"
                    ),
                ),
            ],
            options={
                "ordering": ["-opened_at"],
            },
        ),
        migrations.CreateModel(
            name="SecondCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("entered", models.JSONField()),
                ("differences", models.JSONField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="infusion.session"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Pairing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pairings", to="infusion.device"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pairings", to="infusion.session"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ManualEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField()),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "session",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="infusion.session",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DeviceMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("received_at", models.DateTimeField()),
                (
                    "disposition",
                    models.CharField(
                        choices=[
                            (
                                euthymia.clinic.infusion.models.Disposition["CHARTED"],
                                euthymia.clinic.infusion.models.Disposition["CHARTED"],
                            ),
                            (
                                euthymia.clinic.infusion.models.Disposition["REPEAT"],
                                euthymia.clinic.infusion.models.Disposition["REPEAT"],
                            ),
                            (
                                euthymia.clinic.infusion.models.Disposition["QUARANTINED"],
                                euthymia.clinic.infusion.models.Disposition["QUARANTINED"],
                            ),
                            (
                                euthymia.clinic.infusion.models.Disposition["REFUSED"],
                                euthymia.clinic.infusion.models.Disposition["REFUSED"],
                            ),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("raw", models.BinaryField()),
                (
                    "device",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="infusion.device",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="infusion.session",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SessionEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=30)),
                ("event_at", models.DateTimeField()),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=80)),
                ("body", models.JSONField()),
                (
                    "session",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="infusion.session",
                    ),
                ),
            ],
            options={
                "ordering": ["session_id", "number"],
            },
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.UniqueConstraint(fields=("sending_app", "sending_facility"), name="one_device_a_sender"),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("checked", "running", "paused", "observing"))),
                fields=("chair",),
                name="one_live_session_a_chair",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("checked", "running", "paused", "observing"))),
                fields=("patient",),
                name="one_live_session_a_patient",
            ),
        ),
        migrations.AddConstraint(
            model_name="manualentry",
            constraint=models.UniqueConstraint(fields=("session", "key"), name="one_entry_a_key"),
        ),
        migrations.AddIndex(
            model_name="devicemessage",
            index=models.Index(
                condition=models.Q(
                    ("disposition", euthymia.clinic.infusion.models.Disposition["CHARTED"]), _negated=True
                ),
                fields=["disposition", "id"],
                name="not_charted",
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionevent",
            constraint=models.UniqueConstraint(fields=("session", "number"), name="one_event_a_number"),
        ),
    ]
