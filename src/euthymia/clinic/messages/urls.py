from django.urls import path

from euthymia.clinic.messages import pages

app_name = "outbox"
urlpatterns = [path("messages", pages.listed, name="messages")]
