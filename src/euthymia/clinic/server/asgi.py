"""The web process."""

import os
import warnings

from django.core.asgi import get_asgi_application

from euthymia.clinic.server.bounds.bodies import BoundedBodies
from euthymia.clinic.server.configuration import reading
from euthymia.clinic.server.doctor import probe

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "euthymia.clinic.settings")
# WhiteNoise hands over small files of ours as they are on disk; Django reads them whole, which is what we want.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

application = BoundedBodies(probe.answering(get_asgi_application(), reading.home(os.environ)))
