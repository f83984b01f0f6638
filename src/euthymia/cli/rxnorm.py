"""`euthymia rxnorm`: the table of clinical drugs, made from a release of RxNorm that a clinic has."""

import inspect
import re
from pathlib import Path

from euthymia.medicine.drugs import rxnorm_products
from euthymia.medicine.refusal import Refusal
from euthymia.wire.rxnorm import read_products, table_lines


class NoRelease(Refusal):
    """The release cannot be read, or holds no antidepressant."""


def write(release: str, *, into: str) -> int:
    """Read RXNCONSO.RRF and write the module of clinical drugs; without a place it prints the table alone."""
    path = Path(release)
    path = path / "RXNCONSO.RRF" if path.is_dir() else path
    try:
        with path.open(encoding="utf-8") as file:
            products = dict(read_products(file))
    except OSError as trouble:
        raise NoRelease(f"{path}: {trouble.strerror}. Name RXNCONSO.RRF, or the folder that holds it.") from None
    if not products:
        raise NoRelease(f"{path}: no clinical drug of an antidepressant is in it. Give a full release of RxNorm.")
    table = "\n".join(table_lines(products))
    if into:
        source = inspect.getsource(rxnorm_products)
        written = re.sub(r'(_LINES: Final = """\n).*?(\n""")', rf"\g<1>{table}\g<2>", source, flags=re.DOTALL)
        Path(into).write_text(written, encoding="utf-8")
    print(f"{len(products)} clinical drugs." if into else table)
    return 0
