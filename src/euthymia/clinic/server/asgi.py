"""The web process."""

import os
import warnings
from typing import Any

from django.core.asgi import get_asgi_application
from django.urls import resolve

from euthymia.clinic.server.bounds.bodies import BoundedBodies
from euthymia.clinic.server.bounds.streams import BoundedStreams
from euthymia.clinic.server.configuration import reading
from euthymia.clinic.server.doctor import probe

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "euthymia.clinic.settings")
# WhiteNoise hands over small files of ours as they are on disk; Django reads them whole, which is what we want.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

pages = get_asgi_application()
resolve("/help")  # loads every page: the port opens after this, and nobody who comes first waits seconds for it


def _places() -> Any:
    from euthymia.clinic.infusion.chair.stream import tailer

    return tailer


answering = probe.answering(BoundedStreams(pages, _places), reading.home(os.environ))
application = BoundedBodies(answering)
