"""A signed packet on paper."""

from datetime import datetime

from django.utils import timezone
from fpdf.enums import XPos, YPos

from euthymia.clinic.exchange.models import Packet
from euthymia.clinic.exchange.packet import LABEL, sections
from euthymia.clinic.exchange.packet_treatment import as_readable
from euthymia.clinic.infusion.report.pdf import FACE, Paper
from euthymia.clinic.people.models import User


def print_packet(row: Packet, *, by: User, at: datetime) -> bytes:
    """Lay a packet out as a PDF whose text can be copied and searched. Raises NoTypeface."""
    printed = f"{timezone.localtime(at):%d %b %Y %H:%M}"
    paper = Paper(f"Assessment packet. Printed {printed} by {by}", at=at, title="Assessment packet")
    paper.set_font(FACE, "B", 15)
    paper.cell(0, 9, "Assessment of treatment-resistant depression", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    paper.paragraph(f"{row.content['clinic']}. {LABEL}")
    for title, lines in sections(as_readable(row.content, row.patient, by=by)):
        paper.heading(title)
        for label, text in lines or (("Nothing on the chart", ""),):
            paper.line_of(label, text)
    return bytes(paper.output())
