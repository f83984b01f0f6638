from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "euthymia.clinic.audit"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created

        from euthymia.clinic.audit.guard import watch_writes

        connection_created.connect(watch_writes, dispatch_uid="audit.guard")
