"""Messages by seed that went wrong on their way, and a second opinion on what each row may be charted as.

A mutant of one row leaves every other byte as it was; one of the whole message may break anything. The opinion is
written apart from the reader, from the raw text: it knows the rows below and no others.
"""

from random import Random
from typing import Final, NamedTuple

HEAD: Final = (
    r"MSH|^~\&|ACME^0004A1FFFE7B2C10^EUI-64|WARD|||{at}+0000||ORU^R01^ORU_R01|{id}|P|{version}|||||||{charset}"
)
PERSON: Final = "PID|||E90017^^^H^MR||Brunnlund^Silje^^^^^L||19790514|F"
PLACE: Final = "PV1||I|ICU^^Bed 3"
ORDER: Final = "OBR|1|||69965^MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS^MDC|||20250610120000"
PERCENT, BEATS, BREATHS = ("262688^MDC_DIM_PERCENT^MDC", "264864^MDC_DIM_BEAT_PER_MIN^MDC", "/min^/min^UCUM")
MMHG, DEGREES = "266016^MDC_DIM_MMHG^MDC", "268192^MDC_DIM_DEGC^MDC"
# (coding, containment, value type, value, unit) of five dialects; of each its rows are of one message.
DIALECTS: Final = (
    (
        ("150456^MDC_PULS_OXIM_SAT_O2^MDC", "1.1.1.150456", "NM", "97", PERCENT),
        ("149530^MDC_PULS_OXIM_PULS_RATE^MDC", "1.1.1.149530", "NM", "72", BEATS),
        ("147842^MDC_ECG_HEART_RATE^MDC", "1.6.1.147842", "NM", "74", BEATS),
        ("151562^MDC_RESP_RATE^MDC", "1.4.1.151562", "NM", "14", BREATHS),
        ("150021^MDC_PRESS_BLD_NONINV_SYS^MDC", "1.9.1.1", "NM", "124", MMHG),
        ("150022^MDC_PRESS_BLD_NONINV_DIA^MDC", "1.9.1.2", "NM", "76", MMHG),
        ("150023^MDC_PRESS_BLD_NONINV_MEAN^MDC", "1.9.1.3", "NM", "92", MMHG),
        ("150344^MDC_TEMP^MDC", "1.3.1.1", "NM", "36.6", DEGREES),
    ),
    (
        ("59408-5^Oxygen saturation^LN", "", "NM", "95", "%^percent^UCUM"),
        ("8867-4^Heart rate^LN", "", "NM", "64", "/min^per minute^UCUM"),
        ("9279-1^Respiratory rate^LN", "", "NM", "16.0", "/min^per minute^UCUM"),
        ("8480-6^Systolic^LN", "", "NM", "131", "mm[Hg]^^UCUM"),
        ("8462-4^Diastolic^LN", "", "NM", "83", "mm[Hg]^^UCUM"),
        ("8310-5^Body temperature^LN", "", "NM", "98.2", "[degF]^^UCUM"),
    ),
    (
        ("0002-4BB8^SpO2^MDIL", "0", "NM", "96", "0004-0220^%^MDIL"),
        ("0002-4182^HR^MDIL", "0", "NM", "81", "0004-0AA0^bpm^MDIL"),
        ("0002-500A^RR^MDIL", "0", "NM", "12", "0004-0AE0^rpm^MDIL"),
        ("0002-4A05^NBPs^MDIL", "0", "NM", "118", "0004-0F20^mmHg^MDIL"),
        ("0002-4A06^NBPd^MDIL", "0", "NM", "70", "0004-0F20^mmHg^MDIL"),
    ),
    (
        ("150472^MDC_PULS_OXIM_SAT_O2_ART_LEFT^MDC^59408-5^SpO2^LN", "1.1.2", "SN", "^94", PERCENT),
        ("150476^MDC_PULS_OXIM_SAT_O2_ART_RIGHT^MDC", "1.1.3", "SN", "=^91", PERCENT),
        ("149514^MDC_PULS_RATE^MDC", "1.1.4", "NM", "+88", BEATS),
        ("151594^MDC_CO2_RESP_RATE^MDC", "1.2.1", "NM", "011", BREATHS),
        ("151570^MDC_AWAY_RESP_RATE^MDC", "1.2.2", "NM", "13", "264928^MDC_DIM_RESP_PER_MIN^MDC"),
    ),
    (
        ("0^MDC_PULS_OXIM_SAT_O2^MDC", "A", "NM", "98", PERCENT),
        ("149522^MDC_BLD_PULS_RATE_INV^ISO+IEEE", "B", "NM", "59", "264896^MDC_DIM_PULS_PER_MIN^MDC"),
        ("150301^MDC_PRESS_CUFF_SYS", "C", "NM", "142", MMHG),
        ("150302^MDC_PRESS_CUFF_DIA", "C", "NM", "88", MMHG),
        ("188424^MDC_TEMP_ORAL^MDC", "D", "NM", "37.1", DEGREES),
    ),
)  # fmt: skip

_NUMBERS: Final = {
    "spo2_pct": "150456 150472 150476 59408-5",
    "pulse_bpm": "149530 149514 149522 149538 8889-8",
    "heart_rate_bpm": "147842 8867-4",
    "resp_rate_bpm": "151562 151578 151570 151594 9279-1",
    "systolic_mmhg": "150021 150301 8480-6",
    "diastolic_mmhg": "150022 150302 8462-4",
    "mean_mmhg": "150023 150303 8478-0",
    "temperature_c": "150344 150364 150368 150372 150380 150392 188420 188424 188452 188496 "
    "8310-5 8331-1 8328-7 8332-5",
}
_NAMES: Final = {
    "spo2_pct": "PULS_OXIM_SAT_O2 PULS_OXIM_SAT_O2_ART_LEFT PULS_OXIM_SAT_O2_ART_RIGHT",
    "pulse_bpm": "PULS_OXIM_PULS_RATE PULS_RATE BLD_PULS_RATE_INV PLETH_PULS_RATE",
    "heart_rate_bpm": "ECG_HEART_RATE ECG_CARD_BEAT_RATE",
    "resp_rate_bpm": "RESP_RATE TTHOR_RESP_RATE AWAY_RESP_RATE CO2_RESP_RATE",
    "systolic_mmhg": "PRESS_BLD_NONINV_SYS PRESS_CUFF_SYS",
    "diastolic_mmhg": "PRESS_BLD_NONINV_DIA PRESS_CUFF_DIA",
    "mean_mmhg": "PRESS_BLD_NONINV_MEAN PRESS_CUFF_MEAN",
    "temperature_c": "TEMP TEMP_BODY TEMP_CORE TEMP_ESOPH TEMP_NASOPH TEMP_TYMP TEMP_RECT TEMP_ORAL TEMP_AXILLA "
    "TEMP_AXIL",
}
_MDIL: Final = {
    f"{int(word) >> 16:04X}-{int(word) & 0xFFFF:04X}": channel
    for channel, words in _NUMBERS.items()
    for word in words.split()
    if word.isdigit()
}
CHANNEL_OF: Final = {
    **{word: channel for channel, words in _NUMBERS.items() for word in words.split()},
    **_MDIL,
    **{f"MDC_{word}": channel for channel, words in _NAMES.items() for word in words.split()},
}
_FORMS: Final = {
    "MDIL": ("MDIL",),
    "MDC": ("MDC",),
    "ISO+IEEE": ("MDC",),
    "LN": ("LN",),
    "LOINC": ("LN",),
    "": ("MDC", "LN"),
}
_VOID: Final = {"X", "N", "I", "O", "D", "W"}
_NO_MEASUREMENT: Final = {"INV", "NAV", "OFF", "MSK", "NAN", "TEST", "DEMO", "CAL", "NI", "NA", "OTH", "BUSY"}
_TOKENS: Final = (
    *CHANNEL_OF, "MDC", "LN", "MDIL", "L", "99X", "NM", "SN", "ST", "CWE", "TX", "", '""', " ", "0", "-1", "-999",
    "1e3", "1e999", "nan", "inf", "-inf", "١٢", "9" * 400, "97,5", ">90", "<^90", "^90", "=^90", "~",
    "97~12", "97^12", "97&1",
    "X", "x", "D", "W", "C", "F", "R", "P", "INV", "inv", "INV~H", "^INV", "DEMO", "N^abnormal", "H", "20250610115959",
    "20259999", "0", "00000000", "2025-06-10T12:00:00Z", "19700101000000", "\\X41\\", "\\F\\", "\\", "\\.br\\", "\x00",
    "ä", "kg", "mL/h", "%", "bpm", "kPa", "[degF]", "mm[Hg]", PERCENT, BEATS, MMHG, DEGREES, "A" * 5000,
)  # fmt: skip
_BLANKS: Final = " \t\xa0"
_BYTES: Final = "|^~\\&\t\x00\x0b\x1c\x7f\xff\xc3\xa4 .,-+0123456789eEnaNMDCxX"


class Mutant(NamedTuple):
    """A message, and what its making leaves sure.

    broken  the index among the OBX rows of the one that was changed; None where the whole message was
    rows    its OBX rows before the change
    """

    text: str
    rows: tuple[str, ...]
    broken: int | None
    raw: bytes


def sound(random: Random, number: int) -> tuple[list[str], int]:
    """Return the segments of a good message, and how many stand before its rows."""
    rows = [*random.choice(DIALECTS)]
    random.shuffle(rows)
    head = HEAD.format(
        at="20250610120000",
        id=number,
        version=random.choice(("2.3.1", "2.5", "2.6", "2.8")),
        charset=random.choice(("", "UNICODE UTF-8", "8859/1", "ASCII")),
    )
    front = [head, PERSON, PLACE, ORDER]
    return front + [
        f"OBX|{n}|{kind}|{coding}|{place}|{value}|{unit}|||||{random.choice('FRFRF')}|||20250610115959"
        for n, (coding, place, kind, value, unit) in enumerate(rows, start=1)
    ], len(front)


def mutant(seed: int) -> Mutant:
    """Make one mutant; the same seed gives the same."""
    random = Random(seed)
    segments, front = sound(random, seed)
    rows = tuple(segments[front:])
    if random.random() < 0.6:
        broken = random.randrange(len(rows))
        row = rows[broken]
        for _ in range(random.choice((1, 1, 1, 2, 3))):
            row = _changed_row(random, row)
        segments[front + broken] = row
        text = "\r".join(segments) + "\r"
        return Mutant(text, rows, broken, text.encode("utf-8", "surrogateescape"))
    for _ in range(random.choice((1, 1, 2, 4))):
        segments = _changed_segments(random, segments)
    text = random.choice(("\r", "\r", "\r", "\n", "\r\n")).join(segments) + "\r"
    raw = text.encode("utf-8", "surrogateescape")
    for _ in range(random.choice((0, 0, 1, 3, 8))):
        at = random.randrange(len(raw) + 1)
        raw = (
            raw[:at] + bytes([random.randrange(256)]) * random.choice((0, 1, 1, 2)) + raw[at + random.choice((0, 1)) :]
        )
    if random.random() < 0.1:
        raw = raw[: random.randrange(len(raw) + 1)]
    return Mutant(raw.decode("latin-1"), rows, None, raw)


def _changed_row(random: Random, row: str) -> str:
    """Change what stands in one row: never its name, nor the equipment that counts for the rows below."""
    name, *fields = row.split("|") if "|" in row else (row, "")
    at = random.randrange(len(fields))
    way = random.randrange(8)
    if way == 0:
        fields[at] = random.choice(_TOKENS)
    elif way == 1:
        parts = fields[at].split("^")
        parts[random.randrange(len(parts))] = random.choice(_TOKENS)
        fields[at] = "^".join(parts)
    elif way == 2 and fields[at]:
        cut = random.randrange(len(fields[at]))
        fields[at] = fields[at][:cut] + random.choice(_BYTES) * random.choice((0, 1, 2)) + fields[at][cut + 1 :]
    elif way == 3:
        other = random.randrange(len(fields))
        fields[at], fields[other] = fields[other], fields[at]
    elif way == 4:
        del fields[at:]
    elif way == 5:
        fields[at] = random.choice((fields[at].swapcase(), f" {fields[at]} ", fields[at] * 2, fields[at] + "^"))
    elif way == 6:
        fields[at] = "".join(random.choice(_BYTES) for _ in range(random.randrange(12)))
    else:
        fields[random.choice((2, 4, 5, 7, 10)) % len(fields)] = random.choice(_TOKENS)
    return "|".join((name, *"|".join(fields).split("|")[:16]))


def _changed_segments(random: Random, segments: list[str]) -> list[str]:
    at = random.randrange(len(segments))
    way = random.randrange(8)
    if way == 0 and len(segments) > 1:
        return segments[:at] + segments[at + 1 :]
    if way == 1:
        return [*segments[:at], segments[at], *segments[at:]]
    if way == 2:
        other = random.randrange(len(segments))
        segments = [*segments]
        segments[at], segments[other] = segments[other], segments[at]
        return segments
    if way == 3:
        return [*segments[:at], _changed_row(random, segments[at]), *segments[at + 1 :]]
    if way == 4:
        return [
            *segments[:at],
            random.choice((*_TOKENS, PERSON, HEAD, "NTE|1||x", "ZZZ|1", "BHS|^~\\&")),
            *segments[at:],
        ]
    if way == 5:
        return [*segments[:at], segments[at][: random.randrange(len(segments[at]) + 1)], *segments[at + 1 :]]
    if way == 6:
        name = random.choice(("obx", " OBX", "OBX ", "OBR", "PID", "MSH"))
        return [*segments[:at], segments[at].replace("OBX", name), *segments[at + 1 :]]
    return [
        *segments[:at],
        segments[at].replace("|", random.choice("^~&|;"), random.choice((1, 3, -1))),
        *segments[at + 1 :],
    ]


def may_be(row: list[str], channel: str, value: float) -> bool:
    """Return whether a row, by its raw fields, may be charted as this value of this channel."""
    fields = [field.strip(_BLANKS) for field in row] + [""] * 19
    if _meant(fields[3]) != {channel}:
        return False
    code, *rest = (word.strip(_BLANKS).upper() for word in fields[11].split("^"))
    status = code or "".join(rest[2:3])
    flags = {word.strip().upper() for flag in fields[8].split("~") for word in flag.split("^")}
    if status in _VOID or flags & _NO_MEASUREMENT:
        return False
    number = _number(fields[2], fields[5])
    if number is None:
        return False
    words = [word.replace(" ", "").strip(_BLANKS).upper() for word in fields[6].split("^")]
    words = [*words[:2], *words[3:5]]
    if channel == "temperature_c" and {"F", "DEGF", "[DEGF]", "MDC_DIM_FAHR", "266560"}.intersection(words):
        number = (number - 32) / 1.8
    return abs(value - number) < 0.006


def _meant(coding: str) -> set[str]:
    """Return every channel that a coding names: by a code of its system, or by an MDC name where names stand."""
    first, _, repeated = coding.partition("~")
    words = [word.strip().upper() for word in ("^".join((first + "^" * 6).split("^")[:6]) + "^" + repeated).split("^")]
    words = ["" if word == '""' or not word.isascii() else word for word in words] + [""] * (-len(words) % 3)
    said = set()
    for code, name, system in zip(words[::3], words[1::3], words[2::3], strict=True):
        form = "MDIL" if code in _MDIL else "LN" if "-" in code else "MDC"
        if not code.startswith("MDC_") and form in _FORMS.get(system, ()):
            said.add(code)
        if name.startswith("MDC_"):
            said.add(name)
    return {CHANNEL_OF[word] for word in said if word in CHANNEL_OF}


def _number(kind: str, text: str) -> float | None:
    if kind.strip() == "SN":
        sign, _, text = text.partition("^")
        if sign.strip() not in ("", "="):
            return None
    text = text.rstrip("^").strip(_BLANKS)
    if not text or set(text) - set("+-.0123456789"):
        return None
    try:
        return float(text)
    except ValueError:
        return None
