from django.apps import AppConfig


class InfusionConfig(AppConfig):
    name = "euthymia.clinic.infusion"

    def ready(self) -> None:
        from euthymia.clinic.infusion.oversight import notices
        from euthymia.clinic.tasks import askable
        from euthymia.clinic.tasks.models import Duty

        askable.leave_out(Duty.Kind.ALARMS, notices.not_a_second)
