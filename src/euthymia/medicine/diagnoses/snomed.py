"""SNOMED CT codes of mood and psychotic disorders, each under short words of our own.

The codes are those of the public value sets of the measure CMS159, versions of 2024, read whole: bipolar disorder
(2.16.840.1.113883.3.67.1.101.1.128), schizophrenia or psychotic disorder (2.16.840.1.113883.3.464.1003.105.12.1104),
major depression including remission (2.16.840.113883.3.67.1.101.3.2444),
dysthymia (2.16.840.1.113883.3.67.1.101.1.254).
SNOMED CT needs a licence where its owner asks for one: no official term is copied. Recalled codes were read nowhere.
"""

from typing import Final

from euthymia.medicine.diagnoses.entry import Kind

# Per kind: words of our own, then the codes.
_GROUPS: Final[tuple[tuple[Kind, str], ...]] = (
    ("bipolar disorder", """
bipolar: 13746004 231444002 16238741000119105
bipolar I: 371596008
bipolar I, depressed: 21900002 29929003 49468007 51637008 75752004 87203005 767636002
bipolar I, depressed, full remission: 22121000
bipolar I, depressed, mild: 74686005
bipolar I, depressed, moderate: 66631006
bipolar I, depressed, partial remission: 49512000
bipolar I, depressed, remission: 53607008
bipolar I, depressed, severe: 261000119107
bipolar I, depressed, severe, not psychotic: 61403008
bipolar I, depressed, severe, psychotic: 59617007
bipolar I, depressed, severe, psychotic, congruent: 54761006
bipolar I, depressed, severe, psychotic, incongruent: 26203008
bipolar I, full remission: 723903001
bipolar I, hypomanic: 31446002
bipolar I, manic: 1499003 9340000 17782008 55516002 68569003 87950005 767635003
bipolar I, manic, full remission: 3530005 30935000
bipolar I, manic, mild: 41552001 71984005
bipolar I, manic, moderate: 28884001 82998009
bipolar I, manic, partial remission: 63249007 78269000
bipolar I, manic, remission: 45479006 75360000
bipolar I, manic, severe: 23741000119105
bipolar I, manic, severe, not psychotic: 162004 14495005
bipolar I, manic, severe, psychotic: 28663008 41832009
bipolar I, manic, severe, psychotic, congruent: 13581000 78640000
bipolar I, manic, severe, psychotic, incongruent: 33380008 86058007
bipolar I, mixed: 16506000 65042007 73471000
bipolar I, mixed, full remission: 111485001
bipolar I, mixed, mild: 43769008
bipolar I, mixed, moderate: 40926005
bipolar I, mixed, partial remission: 36583000
bipolar I, mixed, remission: 35481005
bipolar I, mixed, severe: 271000119101
bipolar I, mixed, severe, not psychotic: 46229002
bipolar I, mixed, severe, psychotic: 10981006
bipolar I, mixed, severe, psychotic, congruent: 64731001
bipolar I, mixed, severe, psychotic, incongruent: 10875004
bipolar I, rapid cycling: 133091000119105
bipolar I, severe: 371599001
bipolar II: 83225003
bipolar II, depressed: 1196001 16295005 22407005 30687003 34315001 43568002
bipolar II, depressed, mild: 71294008
bipolar II, depressed, moderate: 35846004
bipolar II, depressed, severe, full remission: 12969000
bipolar II, depressed, severe, not psychotic: 81319007
bipolar II, depressed, severe, partial remission: 67002003
bipolar II, depressed, severe, psychotic: 30520009
bipolar II, depressed, severe, psychotic, congruent: 19300006
bipolar II, depressed, severe, psychotic, incongruent: 20960007
bipolar II, depressed, severe, remission: 35722002
bipolar II, full remission: 723905008
bipolar II, hypomanic: 48937005
bipolar II, rapid cycling: 789061003
bipolar II, severe: 371604007
bipolar, depressed: 191627008 767631007
bipolar, depressed, mild: 191629006
bipolar, depressed, moderate: 191630001
bipolar, depressed, severe, psychotic: 765176007
bipolar, full remission: 41836007
bipolar, manic: 191618007 767632000
bipolar, manic, mild: 191620005
bipolar, manic, moderate: 191621009
bipolar, manic, severe, psychotic: 191623007
bipolar, mild: 13313007
bipolar, mixed: 191636007 192362008 767633005
bipolar, mixed, full remission: 191643001
bipolar, mixed, mild: 191638008
bipolar, mixed, moderate: 191639000
bipolar, mixed, severe, psychotic: 191641004
bipolar, moderate: 79584002
bipolar, partial remission: 5703000
bipolar, remission: 85248005
bipolar, severe: 371600003
bipolar, severe, not psychotic: 53049002
bipolar, severe, psychotic: 4441000
bipolar, severe, psychotic, congruent: 70546001
bipolar, severe, psychotic, incongruent: 26530004
    """),
    ("psychotic disorder", """
catatonia, lethal: 441833000
psychosis, acute, transient: 231489001
psychosis, affective: 441704009
psychosis, brief, reactive: 5464005
psychosis, paranoid, acute: 268624000
psychosis, paranoid, psychogenic: 191680007
psychosis, reactive: 231437006
schizoaffective: 68890003 191567000
schizoaffective, bipolar: 38368003
schizoaffective, chronic: 191570001
schizoaffective, chronic, acute, exacerbation: 191572009
schizoaffective, depressive: 84760002
schizoaffective, manic: 271428004
schizoaffective, mixed: 270901009
schizoaffective, remission: 191574005
schizoaffective, subchronic: 191569002
schizoaffective, subchronic, acute, exacerbation: 191571002
schizophrenia: 58214004 191526005
schizophrenia, acute: 268617001 278853003
schizophrenia, catatonic: 191542003
schizophrenia, catatonic, chronic: 68995007
schizophrenia, catatonic, chronic, acute, exacerbation: 191548004
schizophrenia, catatonic, remission: 111483008
schizophrenia, catatonic, subchronic: 42868002
schizophrenia, catatonic, subchronic, acute, exacerbation: 191547009
schizophrenia, cenesthopathic: 191577003
schizophrenia, chronic: 83746006
schizophrenia, chronic, acute, exacerbation: 191531007
schizophrenia, disorganized: 35252006
schizophrenia, disorganized, chronic: 12939007
schizophrenia, disorganized, chronic, acute, exacerbation: 35218008
schizophrenia, disorganized, remission: 31373002
schizophrenia, disorganized, subchronic: 27387000
schizophrenia, disorganized, subchronic, acute, exacerbation: 14291003
schizophrenia, late onset: 416340002
schizophrenia, latent: 191559008
schizophrenia, paranoid: 64905009
schizophrenia, paranoid, chronic: 31658008
schizophrenia, paranoid, chronic, acute, exacerbation: 191555002
schizophrenia, paranoid, remission: 63181006
schizophrenia, paranoid, subchronic: 79866005
schizophrenia, paranoid, subchronic, acute, exacerbation: 191554003
schizophrenia, prodrome: 247804008
schizophrenia, remission: 4926007
schizophrenia, residual: 26025008
schizophrenia, residual, chronic: 71103003
schizophrenia, residual, chronic, acute, exacerbation: 30336007
schizophrenia, residual, remission: 51133006
schizophrenia, residual, subchronic: 76566000
schizophrenia, residual, subchronic, acute, exacerbation: 70814008
schizophrenia, simple: 191527001
schizophrenia, subchronic: 16990005
schizophrenia, subchronic, acute, exacerbation: 111482003
schizophrenia, undifferentiated: 111484002
schizophrenia, undifferentiated, chronic: 29599000
schizophrenia, undifferentiated, chronic, acute, exacerbation: 79204003
schizophrenia, undifferentiated, remission: 39610001
schizophrenia, undifferentiated, subchronic: 85861002
schizophrenia, undifferentiated, subchronic, acute, exacerbation: 7025000
schizophreniform: 36158005 55736003 88975006
    """),
    ("major depression", """
depression: 370143000
depression, after childbirth: 10811121000119102
depression, after childbirth, remission: 104851000119103
depression, full remission: 63412003
depression, in pregnancy: 10811161000119107
depression, melancholic: 320751009
depression, mild: 87512008
depression, minimal: 720455008
depression, moderate: 832007
depression, moderately severe: 719592004
depression, partial remission: 30605009
depression, recurrent: 66344007 268621008
depression, recurrent, after childbirth: 71336009
depression, recurrent, atypical: 38694004
depression, recurrent, catatonic: 39809009
depression, recurrent, chronic: 2618002
depression, recurrent, full remission: 46244001
depression, recurrent, melancholic: 319768000
depression, recurrent, mild: 40379007 191610000
depression, recurrent, minimal: 720451004
depression, recurrent, moderate: 18818009 191611001
depression, recurrent, moderately severe: 720452006
depression, recurrent, partial remission: 33135002
depression, recurrent, remission: 68019004
depression, recurrent, severe: 281000119103
depression, recurrent, severe, not psychotic: 36474008
depression, recurrent, with anxiety, mild: 16264621000119109
depression, recurrent, with anxiety, moderate: 16264901000119109
depression, recurrent, with anxiety, severe: 16264821000119108
depression, remission: 42810003
depression, severe: 450714000
depression, severe, not psychotic: 75084000
depression, single: 36923009
depression, single, after childbirth: 25922000
depression, single, atypical: 42925002
depression, single, catatonic: 69392006
depression, single, chronic: 14183003
depression, single, full remission: 19527009
depression, single, melancholic: 63778009
depression, single, mild: 79298009
depression, single, minimal: 720454007
depression, single, moderate: 15639000
depression, single, moderately severe: 720453001
depression, single, partial remission: 70747007
depression, single, severe: 251000119105
depression, single, severe, not psychotic: 76441001
depression, single, with anxiety, mild: 16265951000119109
depression, single, with anxiety, moderate: 16266831000119100
depression, single, with anxiety, severe: 16266991000119108
    """),
    ("major depression with psychotic features", """
depression, psychotic: 726772006
depression, recurrent, severe, psychotic: 28475009 191613003
depression, recurrent, severe, psychotic, congruent: 33078009
depression, recurrent, severe, psychotic, incongruent: 15193003
depression, severe, psychotic: 73867007
depression, severe, psychotic, congruent: 33736005
depression, severe, psychotic, incongruent: 60099002
depression, single, severe, psychotic: 191604000 430852001
depression, single, severe, psychotic, congruent: 77911002
depression, single, severe, psychotic, incongruent: 20250007
    """),
    ("other depression", """
dysthymia: 78667006 1153575004
dysthymia, early onset: 2506003
dysthymia, early onset, primary: 38451003
dysthymia, early onset, secondary: 3109008
dysthymia, late onset: 19694002
dysthymia, late onset, primary: 67711008
dysthymia, late onset, secondary: 36170009
dysthymia, primary: 83176005
dysthymia, secondary: 85080004
    """),
    ("schizotypal disorder", """
schizotypal: 31027006
    """),
    # Recalled: in no value set above.
    ("other depression", """
depression, unspecified: 35489007
    """),
    ("psychotic disorder", """
delusional disorder: 48500005
psychotic disorder: 69322001
    """),
    ("dementia", """
dementia: 52448006
Alzheimer's disease: 26929004
    """),
)  # fmt: skip


def _read() -> dict[str, tuple[Kind, str]]:
    lines = ((kind, line.split(": ")) for kind, text in _GROUPS for line in text.strip().splitlines())
    return {code: (kind, words) for kind, (words, codes) in lines for code in codes.split()}


SNOMED: Final[dict[str, tuple[Kind, str]]] = _read()  # code to (kind, words)
