from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "euthymia.clinic.assessment"
