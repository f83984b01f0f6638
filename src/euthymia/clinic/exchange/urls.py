from django.urls import path

from euthymia.clinic.exchange import packet_pages, views

app_name = "exchange"
urlpatterns = [
    path("registry", views.registry, name="registry"),
    path("patients/<uuid:patient_key>/packet", packet_pages.shown, name="packet"),
    path("patients/<uuid:patient_key>/packet/sign", packet_pages.sign, name="sign_packet"),
    path("packets/<uuid:key>.pdf", packet_pages.printed, name="packet_pdf"),
    path("packets/<uuid:key>.json", packet_pages.exported, name="packet_fhir"),
    path("registry/snapshot", views.make, name="make_snapshot"),
]
