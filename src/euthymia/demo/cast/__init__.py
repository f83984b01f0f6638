"""A few synthetic people with stories, used by tests, demo, documents and screenshots alike."""

from euthymia.demo.cast.dora import DORA
from euthymia.demo.cast.iris import IRIS
from euthymia.demo.cast.lena import LENA
from euthymia.demo.cast.noah import NOAH
from euthymia.demo.cast.oscar import OSCAR
from euthymia.demo.cast.peter import PETER
from euthymia.demo.cast.ruth import RUTH
from euthymia.demo.cast.silas import SILAS
from euthymia.demo.cast.staff import STAFF, Colleague
from euthymia.demo.cast.story import AS_OF, Story
from euthymia.demo.cast.tomas import TOMAS

STORIES = (RUTH, NOAH, PETER, OSCAR, SILAS, IRIS, TOMAS, LENA, DORA)

__all__ = ["AS_OF", "STAFF", "STORIES", "Colleague", "Story"]
