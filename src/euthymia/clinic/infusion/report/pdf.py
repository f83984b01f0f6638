"""The layout of a session's paper: what stands where on the page, and nothing of what it says."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from euthymia.clinic.infusion.report.facts import LABEL, Report
from euthymia.medicine.refusal import Refusal

FACE: Final = "dejavu"
FILES: Final = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}
LABEL_MM: Final = 58
LINE_MM: Final = 5.4


class NoTypeface(Refusal):
    """The letters to print with are not where the browser libraries are."""


class Paper(FPDF):
    """A4 with a foot on every page: what it is, which page of how many, printed when and by whom."""

    def __init__(self, foot: str, *, at: datetime, title: str = "Session record") -> None:
        super().__init__(format="A4")
        folder = Path(settings.TYPEFACE)
        for style, name in FILES.items():
            if not (folder / name).is_file():
                raise NoTypeface(f"{name} is missing, and without it not every name can be printed. Run ./set-up.sh.")
            self.add_font(FACE, style, folder / name)
        self.foot = foot
        self.set_title(title)
        self.set_lang("en")
        self.set_creation_date(at)
        self.set_margins(18, 16, 18)
        self.set_auto_page_break(True, margin=20)
        self.add_page()

    def footer(self) -> None:
        """Write the foot of each page."""
        self.set_y(-15)
        self.set_font(FACE, size=7.5)
        self.cell(0, 4, f"{self.foot}  ·  page {self.page_no()} of {{nb}}", align="C")

    def heading(self, text: str) -> None:
        self.ln(2.5)
        self.set_font(FACE, "B", 10.5)
        self.cell(0, LINE_MM + 1, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT, border="B")
        self.ln(1)

    def line_of(self, label: str, text: str) -> None:
        """One label with its text beside it, as many lines as it needs."""
        self.set_font(FACE, "B", 9)
        top = self.get_y()
        self.multi_cell(LABEL_MM, LINE_MM, label, align="L", new_x=XPos.RIGHT, new_y=YPos.TOP)
        self.set_font(FACE, size=9)
        self.multi_cell(0, LINE_MM, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_y(max(self.get_y(), top + LINE_MM))

    def paragraph(self, text: str, *, bold: bool = False) -> None:
        self.set_font(FACE, "B" if bold else "", 9)
        self.multi_cell(0, LINE_MM, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def print_report(report: Report, *, clinic: str, by: str, at: datetime) -> bytes:
    """Lay a report out as a PDF whose text can be copied and searched. Raises NoTypeface."""
    printed = f"{timezone.localtime(at):%d %b %Y %H:%M}"
    paper = Paper(f"{LABEL} Printed {printed} by {by}", at=at)
    paper.set_font(FACE, "B", 15)
    paper.cell(0, 9, "Record of an infusion session", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    paper.paragraph(f"{clinic}. {LABEL}")
    if report.changed:
        paper.paragraph("Changed after it was signed: sign again. The last signature does not cover:", bold=True)
        _list(paper, report.changed)
    for title, lines in sections(report):
        paper.heading(title)
        for label, text in lines:
            paper.line_of(label, text)
    return bytes(paper.output())


def sections(report: Report) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return in words what each section of the paper holds: the page on the screen shows the same."""
    return (
        ("Patient and session", _who(report)),
        ("Dose", _dose(report)),
        ("Medicines taken at the time, by the chart", _taken(report)),
        ("Monitoring", _watched(report)),
        ("Highest and lowest values", report.extremes or (("Values", "none measured"),)),
        ("What happened, to the second", report.course or (("Events", "none recorded"),)),
        ("Adverse events", _events(report)),
        ("Signatures", tuple((one.what, _signed(one.by, one.at, one.meaning)) for one in report.signatures)),
        *((("Events not known to this version", report.unknown),) if report.unknown else ()),
    )


def _who(report: Report) -> tuple[tuple[str, str], ...]:
    return (
        ("Patient", f"{report.patient}, born {report.birth_date:%d %b %Y}"),
        ("Record number", report.number),
        ("Place", report.place),
        ("Infusion began", _when(report.began)),
        ("Infusion ended", _when(report.ended)),
        ("Left the clinic", _when(report.left)),
        ("Allergies", report.allergies),
    )


def _dose(report: Report) -> tuple[tuple[str, str], ...]:
    given = report.dose_hidden or ("not known" if report.given_mg is None else f"{report.given_mg:.1f} mg")
    milligrams = report.dose_hidden or f"{report.ordered_mg:.1f} mg"
    ordered = f"{milligrams} ({report.dose_mg_per_kg:g} mg/kg) over {report.duration_min:g} min"
    return (
        ("Drug", report.drug),
        ("Ordered", ordered),
        ("Given, by what hands recorded", given),
        ("Lot number", "not recorded here: ____________________"),
    )


def _taken(report: Report) -> tuple[tuple[str, str], ...]:
    return tuple((asked, f"yes: {', '.join(names)}" if names else "no") for asked, names in report.medicines)


def _watched(report: Report) -> tuple[tuple[str, str], ...]:
    minutes = "not known" if report.monitored_min is None else f"{report.monitored_min:.0f} min, from start to leaving"
    oxygen = report.lowest_spo2
    lowest = f"{oxygen.value:g} % at {timezone.localtime(oxygen.at):%H:%M}" if oxygen else "not measured"
    return (
        ("Monitored for", minutes),
        *((f"Pressure: {point.lower()}", seen.text if seen else "not measured") for point, seen in report.pressures),
        ("SpO2, lowest", lowest),
        ("Sedation (MOAA/S below 5)", report.sedation.text),
        ("Dissociation", report.dissociation.text),
        ("Respiratory depression", report.breathing.text),
    )


def _events(report: Report) -> tuple[tuple[str, str], ...]:
    return (
        ("Serious (grade 4 or 5, or marked so)", "; ".join(report.serious) or "none recorded"),
        ("All, with their grade", "; ".join(report.adverse) or "none recorded"),
    )


def _list(paper: Paper, lines: Sequence[str]) -> None:
    for line in lines:
        paper.paragraph(f"  •  {line}")


def _when(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%d %b %Y %H:%M}" if at else "not recorded"


def _signed(by: str, at: datetime, meaning: str) -> str:
    return f"{by}, {timezone.localtime(at):%d %b %Y %H:%M}: “{meaning}”"
