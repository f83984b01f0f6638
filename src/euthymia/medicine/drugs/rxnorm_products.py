"""RxNorm clinical drugs that are antidepressants: code to drug, strength, form and salt.

The codes are those of the public value set of antidepressants 2.16.840.1.113883.3.464.1003.196.12.1213, whose words
are RxNorm's (public domain in America). A clinic that has a release of RxNorm writes this module from it by
`euthymia rxnorm`.
"""

from typing import Final, NamedTuple

# A line: drug | unit | form | salt | use | strength=code ...
_LINES: Final = """
amitriptyline|mg|tablet|hydrochloride||10=856783 25=856834 50=856845 75=856853 100=856762 150=856773
amitriptyline+chlordiazepoxide|mg|tablet|||12.5+5=856769 25+10=856792
amitriptyline+perphenazine|mg|tablet|||10+2=856706 10+4=856720 25+2=856797 25+4=856825 50+4=856840
amoxapine|mg|tablet|||25=197365 50=197366 100=197363 150=197364
bupropion|mg|extended release tablet|hydrobromide||174=993550 348=993567 522=993681
bupropion|mg|extended release tablet|hydrochloride||100=993503 150=993518 150=993541 200=993536 300=993557 450=1232585
bupropion|mg|extended release tablet|hydrochloride|smoking cessation|150=1801289
bupropion|mg|tablet|hydrochloride||75=993691 100=993687
citalopram|mg/mL|solution|||2=309313
citalopram|mg|tablet|||10=283672 20=200371 40=309314
clomipramine|mg|capsule|hydrochloride||25=857297 50=857301 75=857305
desipramine|mg|tablet|hydrochloride||10=1099288 25=1099300 50=1099304 75=1099316 100=1099292 150=1099296
desvenlafaxine|mg|extended release tablet|||50=790288 100=790264
desvenlafaxine|mg|extended release tablet|succinate||25=1607617 50=1874559 100=1874553
doxepin|mg|capsule|hydrochloride||10=1000048 25=1000070 50=1000076 75=1000097 100=1000058 150=1000064
doxepin|mg/mL|solution|hydrochloride||10=1000054
duloxetine|mg|delayed release capsule|||20=596926 30=596930 40=616402 60=596934
escitalopram|mg/mL|solution|||1=351285
escitalopram|mg|tablet|||5=351249 10=349332 20=351250
fluoxetine|mg|capsule|||10=310384 20=310385 40=313989
fluoxetine|mg|delayed release capsule|||90=313995
fluoxetine|mg/mL|solution|||4=310386
fluoxetine|mg|tablet|||10=313990 20=248642 60=1190110
fluoxetine+olanzapine|mg|capsule|||25+6=403969 25+12=403970 25+3=721787 50+12=403971 50+6=403972
fluvoxamine|mg|extended release capsule|maleate||100=903873 150=903879
fluvoxamine|mg|tablet|maleate||25=903887 50=903891 100=903884
imipramine|mg|capsule|pamoate||75=835572 100=835591 125=835589 150=835577
imipramine|mg|tablet|hydrochloride||10=835593 25=835564 50=835568
isocarboxazid|mg|tablet|||10=104837
levomilnacipran|mg|extended release capsule|||20=1433227 40=1433233 80=1433239 120=1433217
maprotiline|mg|tablet|hydrochloride||25=1298857 50=1298861 75=1298870
mirtazapine|mg|disintegrating tablet|||15=283406 30=283407 45=283485
mirtazapine|mg|tablet|||7.5=476809 15=311725 30=314111 45=311726
nefazodone|mg|tablet|hydrochloride||50=1098678 100=1098649 150=1098666 200=1098670 250=1098674
nortriptyline|mg|capsule|||10=198045 25=317136 50=198046 75=198047
nortriptyline|mg/mL|solution|||2=312036
paroxetine|mg|capsule|mesylate||7.5=1430122
paroxetine|mg|extended release tablet|hydrochloride||12.5=1738803 25=1738805 37.5=1738807
paroxetine|mg/mL|solution|hydrochloride||2=312242
paroxetine|mg|tablet|hydrochloride||10=1738483 20=1738495 30=1738503 40=1738511
paroxetine|mg|tablet|mesylate||10=1738515 20=1738519 30=1738523 40=1738527
phenelzine|mg|tablet|||15=312347
protriptyline|mg|tablet|hydrochloride||5=905172 10=905168
selegiline|mg|capsule|hydrochloride||5=859186
selegiline|mg|disintegrating tablet|hydrochloride||1.25=859190
selegiline|mg/h|patch|||0.25=865206 0.375=865210 0.5=865214
selegiline|mg|tablet|hydrochloride||5=859193
sertraline|mg/mL|solution|||20=861064
sertraline|mg|tablet|||25=312940 50=312941 100=312938
tranylcypromine|mg|tablet|||10=313447
trazodone|mg|extended release tablet|hydrochloride||150=898697 300=898704
trazodone|mg|tablet|hydrochloride||50=856377 100=856373 150=856364 300=856369
trimipramine|mg|capsule|||25=313498 50=313499 100=313496
venlafaxine|mg|extended release capsule|||37.5=313583 75=313585 150=313581
venlafaxine|mg|extended release tablet|||37.5=808751 75=808753 150=808744 225=808748
venlafaxine|mg|tablet|||25=313582 37.5=313584 50=314277 75=313586 100=313580
vilazodone|mg|tablet|hydrochloride||10=1086772 20=1086778 40=1086784
vortioxetine|mg|tablet|||5=1439812 10=1439808 20=1439810
"""


class Product(NamedTuple):
    """One clinical drug.

    drugs  one name, or several in one product;  strength  of the first, in `unit`: mg of a piece, mg/mL, or mg/h
    use    what it is sold for, where its name says so
    """

    drugs: tuple[str, ...]
    strength: float
    unit: str
    form: str
    salt: str
    use: str


def _read() -> dict[str, Product]:
    found = {}
    for line in _LINES.strip().splitlines():
        drugs, unit, form, salt, use, codes = line.split("|")
        for one in codes.split():
            strength, code = one.split("=")
            first = float(strength.split("+")[0])
            found[code] = Product(tuple(drugs.split("+")), first, unit, form, salt, use)
    return found


PRODUCTS: Final[dict[str, Product]] = _read()
