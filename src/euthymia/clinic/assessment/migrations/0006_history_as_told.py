"""A drug tried keeps its changes of dose: one document in place of one dose and two dates."""

from django.db import migrations, models
from django.utils import timezone

from euthymia.clinic.audit import chain
from euthymia.clinic.audit.actions import Action

LESS_THAN_HALF, HALF_OR_MORE = {"at_most": 49.99999999999999}, {"at_least": 50}
HELPED = {"partial": LESS_THAN_HALF, "response": HALF_OR_MORE, "remission": HALF_OR_MORE}


def tell(apps, _schema_editor):
    rows = list(apps.get_model("assessment", "DrugTrial").objects.all())
    if not rows:
        return
    with chain.atomic():
        for row in rows:
            row.told = _told(row)
            row.save(update_fields=["told"])
        chain.write(Action.KEPT_DRUGS_TRIED_AS_TOLD, by="system:migration", at=timezone.now(), rows=len(rows))


def _told(row):
    dose = {"from": str(row.began), "mg_per_day": row.dose_mg} | ({"to": str(row.ended)} if row.ended else {})
    told = {"drug": row.drug, "doses": [dose], "adherence": {"good": "affirmed"}.get(row.adherence, row.adherence)}
    told |= {"form": row.form} if row.form else {}
    improved = HELPED.get(row.response) if row.improvement_pct is None else row.improvement_pct
    told |= {} if improved is None else {"improvement_percent": improved}
    if row.stopped_for_intolerance:
        return told | {"ended_for": "intolerance"}
    if not row.ended:
        not_helped = {"improvement_percent": LESS_THAN_HALF} if row.response == "none" and improved is None else {}
        return told | {"ended_for": "ongoing"} | not_helped
    return told | ({"ended_for": "no response"} if row.response == "none" else {"ended_for": "other"})


OLD = ("form", "dose_mg", "began", "ended", "adherence", "response", "improvement_pct", "stopped_for_intolerance")


class Migration(migrations.Migration):
    dependencies = [("assessment", "0005_imports"), ("audit", "0002_never_changed")]

    operations = [
        migrations.AlterModelOptions(name="drugtrial", options={"ordering": ["pk"]}),
        migrations.AddField("drugtrial", "told", models.JSONField(default=dict), preserve_default=False),
        migrations.RunPython(tell, migrations.RunPython.noop),
        *(migrations.RemoveField("drugtrial", name) for name in OLD),
        migrations.AddField("resistanceverdict", "beside", models.JSONField(default=dict)),
        migrations.AlterField("resistanceverdict", "episode_began", models.CharField(blank=True, max_length=10)),
    ]
