"""Every address of the clinic. People and records appear in one as random keys only."""

from allauth.mfa.webauthn.views import add_webauthn
from django.db import transaction
from django.urls import include, path

urlpatterns = [
    path("", include("euthymia.clinic.front_door.urls")),
    path("", include("euthymia.clinic.people.urls")),
    path("", include("euthymia.clinic.messages.urls")),
    path("", include("euthymia.clinic.assessment.urls")),
    path("", include("euthymia.clinic.booking.urls")),
    path("", include("euthymia.clinic.infusion.urls")),
    path("", include("euthymia.clinic.outcomes.urls")),
    path("", include("euthymia.clinic.exchange.urls")),
    path("", include("euthymia.clinic.pages.urls")),
    path("account/", include("allauth.account.urls")),
    # allauth saves a passkey and commits before anybody is told; here its audit row commits with it or neither does.
    path("account/second-factor/webauthn/add/", transaction.atomic(add_webauthn), name="mfa_add_webauthn"),
    path("account/second-factor/", include("allauth.mfa.urls")),
]
handler400 = "euthymia.clinic.front_door.views.bad_request"
handler403 = "euthymia.clinic.front_door.views.not_allowed"
handler404 = "euthymia.clinic.front_door.views.not_found"
handler500 = "euthymia.clinic.front_door.views.failed"
handler429 = "euthymia.clinic.front_door.views.too_many"
