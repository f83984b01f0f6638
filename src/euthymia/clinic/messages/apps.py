from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "euthymia.clinic.messages"
    label = "outbox"  # Django has an app of its own that is labelled "messages"
