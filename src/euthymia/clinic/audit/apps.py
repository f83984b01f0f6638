from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "euthymia.clinic.audit"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created
        from django.db.models.signals import post_migrate, pre_migrate

        from euthymia.clinic.audit.contents import migrating
        from euthymia.clinic.audit.guard import watch_writes

        pre_migrate.connect(migrating.begin, dispatch_uid="audit.contents")
        post_migrate.connect(migrating.end, dispatch_uid="audit.contents")

        connection_created.connect(watch_writes, dispatch_uid="audit.guard")
