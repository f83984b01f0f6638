"""The words of dosage texts in German and Dutch.

Words are written without accents ("ß" as "ss"). A word that means something else in another language stands in a
phrase only.
"""

from typing import Final

from euthymia.medicine.drugs.dosage_text import words as w

GERMAN: Final[w.Words] = (
    (w.NUMBER, 1, "eine, einen, ein, einer, je eine"),
    (w.NUMBER, 2, "zwei"),
    (w.NUMBER, 3, "drei"),
    (w.NUMBER, 4, "vier"),
    (w.NUMBER, 1.5, "eineinhalb, anderthalb, eineinhalbe"),
    (w.NUMBER, 2.5, "zweieinhalb"),
    (w.NUMBER, 5, "funf"),
    (w.NUMBER, 6, "sechs"),
    (w.NUMBER, 7, "sieben"),
    (w.NUMBER, 8, "acht"),
    (w.NUMBER, 10, "zehn"),
    (w.NUMBER, 14, "vierzehn"),
    (w.FRACTION, 0.5, "halbe, halb, halber, halben"),
    (w.FRACTION, 0.25, "viertel"),
    (w.FRACTION, 0.75, "dreiviertel"),
    (w.UNIT, 0, "tablette, tabletten, tabl, kapsel, kapseln, kps, filmtablette, filmtabletten, dragee, dragees, "
                "retardtablette, retardtabletten, retardkapsel, retardkapseln, hartkapsel, hartkapseln, pflaster, "
                "stuck, stk, schmelztablette, schmelztabletten, ftbl, drg, st, filmtbl, pille, pillen"),
    (w.MASS, 1, "milligramm"),
    (w.OTHER_UNIT, 0, "tropfen, messloffel, loffel, teeloffel, ampulle, ampullen, beutel, trpf"),
    (w.TIMES, 0, "mal"),
    (w.COUNT, 1, "einmal, 1mal"),
    (w.COUNT, 2, "zweimal"),
    (w.COUNT, 3, "dreimal"),
    (w.COUNT, 4, "viermal"),
    (w.WATER, 0, "glas, glas wasser"),
    (w.DAY, 0, "taglich, tgl, tagl, am tag, pro tag, jeden tag, /tag, /tg, pro die"),
    (w.WEEK, 0, "wochentlich, pro woche, in der woche, jede woche, die woche, /woche"),
    (w.MONTH, 0, "monatlich"),
    (w.EVERY, 0, "alle, jeden, jede, jeweils, je"),
    (w.HOURS, 0, "stunden, stunde, std, stdl, stundlich, uhr"),
    (w.DAYS, 0, "tag, tage, tagen, nachte"),
    (w.WEEKS, 0, "woche, wochen"),
    (w.MONTHS, 0, "monat, monate, monaten"),
    (w.MINUTES, 0, "minuten"),
    (w.SLOT, w.MORNING, "morgens, fruh, morgen, am morgen, fruhmorgens, zum fruhstuck, beim fruhstuck, vor dem "
                        "fruhstuck, nach dem fruhstuck, fruhstuck, vormittags"),
    (w.SLOT, w.NOON, "mittags, mittag, am mittag, zum mittagessen"),
    (w.SLOT, w.AFTERNOON, "nachmittags, nachmittag"),
    (w.SLOT, w.EVENING, "abends, abend, am abend, zum abendessen, abendessen"),
    (w.SLOT, w.NIGHT, "nachts, zur nacht, vor dem schlafengehen, vor dem schlafen, zum schlafen, nacht, spat, "
                      "beim schlafengehen, vor dem zubettgehen, zur nachtruhe, abends vor dem schlafengehen, "
                      "abends zur nacht"),
    (w.NTH_DAY, 2, "jeden zweiten tag, jeden 2 tag, alle zwei tage, jeden anderen tag"),
    (w.NTH_DAY, 3, "jeden dritten tag, jeden 3 tag"),
    (w.WEEKDAY, 0, "montag, montags"),
    (w.WEEKDAY, 1, "dienstag, dienstags"),
    (w.WEEKDAY, 2, "mittwoch, mittwochs"),
    (w.WEEKDAY, 3, "donnerstag, donnerstags"),
    (w.WEEKDAY, 4, "freitag, freitags"),
    (w.WEEKDAY, 5, "samstag, samstags, sonnabend"),
    (w.WEEKDAY, 6, "sonntag, sonntags"),
    (w.AND, 0, "und, sowie"),
    (w.OR, 0, "oder, bzw, beziehungsweise"),
    (w.TO, 0, "bis"),
    (w.BETWEEN, 0, "zwischen"),
    (w.THEN, 0, "dann, danach, anschliessend, spater, darauf, daraufhin, im anschluss, in der ersten woche, ab "
                "woche, zunachst, zuerst, ab der, ab dem, weiter mit"),
    (w.AFTER, 0, "nach"),
    (w.BEFORE, 0, "vor"),
    (w.CHANGE, 0, "steigern, erhohen, erhoht, gesteigert, reduzieren, reduziert, ausschleichen, einschleichen, "
                  "aufdosieren, aufdosierung, eindosieren, absenken, senken, steigerung, erhohung, auf, "
                  "verdoppeln, umstellen, umstellung, ausschleichend, einschleichend, halbieren"),
    (w.START, 0, "beginn mit, beginnen mit, anfangs, initial, startdosis, start mit, beginnend mit"),
    (w.DENIED, 0, "nicht, kein, keine, keinen, nie, nicht mehr, absetzen, abgesetzt, pausieren, pausiert, pause, "
                  "fruher, beendet, gestoppt, ohne, statt, zuletzt, bisher, war, nahm, hat, abbrechen, "
                  "abgebrochen"),
    (w.MOST, 0, "maximal, hochstens, maximaldosis, tageshochstdosis, hochstdosis, nicht mehr als, max tagesdosis"),
    (w.UP_TO, 0, "bis zu, mindestens, etwa, ca, circa, ungefahr, zusatzlich"),
    (w.NEEDED, 0, "bei bedarf, bedarf, b bed, b . bed, b . bed ., bei bed, b b, bb, nach bedarf, bedarfsweise, falls "
                  "notig, wenn notig, bei unruhe"),
    (w.DIVIDED, 0, "verteilt auf, aufgeteilt auf, in zwei einzeldosen, in 2 einzeldosen, verteilt, aufgeteilt"),
    (w.IF, 0, "wenn, falls, sofern"),
    (w.FOR, 0, "fur, gegen, wegen"),
    (w.WITH, 0, "mit, zusammen mit, neben"),
    (w.TOTAL, 0, "gesamt, insgesamt, gesamtdosis, entspricht"),
    (w.TOTAL, 1, "tagesdosis, tagesgesamtdosis"),
    (w.AT, 0, "um, gegen uhr"),
    (w.UNCERTAIN, 0, "abwechselnd, im wechsel, ausser, evtl, eventuell, kann, gelegentlich, sofort, einmalig, "
                     "jeder mahlzeit"),
    (w.FROM, 0, "ab, seit"),
    (w.HARMLESS, 0, "nur, sie, ihre, essen, mahlzeit, mahlzeiten, zu den mahlzeiten, nehmen, einnehmen, nimmt, bitte, "
                    "zum "
                    "essen, zu dem essen, nach dem essen, vor dem essen, mit wasser, mit etwas wasser, wasser, "
                    "unzerkaut, einzunehmen, oral, p o, peroral, dosis, dosierung, retard, nach anweisung, laut "
                    "arzt, laut anweisung, der, am, zu, zur, zum, dem, den, des, mit einem glas wasser, mit "
                    "ausreichend wasser, mit viel wasser, morgens nuchtern, nuchtern, weiterhin, beim essen, zur "
                    "mahlzeit, mit flussigkeit, einnahme, unabhangig von den mahlzeiten, unabhangig vom essen, "
                    "nicht zerkauen, nicht teilen, nicht zerkleinern, nicht absetzen, nicht plotzlich absetzen, "
                    "regelmassig"),
)  # fmt: skip

DUTCH: Final[w.Words] = (
    (w.NUMBER, 1, "een, eens"),
    (w.NUMBER, 2, "twee"),
    (w.NUMBER, 3, "drie"),
    (w.NUMBER, 4, "vier"),
    (w.NUMBER, 5, "vijf"),
    (w.NUMBER, 6, "zes"),
    (w.NUMBER, 7, "zeven"),
    (w.NUMBER, 8, "acht"),
    (w.NUMBER, 1.5, "anderhalf, anderhalve"),
    (w.FRACTION, 0.5, "halve, half"),
    (w.FRACTION, 0.25, "kwart"),
    (w.UNIT, 0, "tabletten, capsule, capsules, pil, pillen, pleister, pleisters, stuks"),
    (w.TIMES, 0, "maal, keer, ma"),
    (w.OTHER_UNIT, 0, "druppels, druppel, lepel"),
    (w.COUNT, 1, "eenmaal, eenmaal daags"),
    (w.COUNT, 2, "tweemaal"),
    (w.COUNT, 3, "driemaal"),
    (w.COUNT, 4, "viermaal"),
    (w.DAY, 0, "per dag, elke dag, iedere dag, dagelijks, daags, /dag"),
    (w.WEEK, 0, "wekelijks, elke week, iedere week"),
    (w.EVERY, 0, "elke, iedere, om de"),
    (w.HOURS, 0, "uur, uren"),
    (w.DAYS, 0, "dag, dagen"),
    (w.WEEKS, 0, "weken"),
    (w.MONTHS, 0, "maand, maanden"),
    (w.SLOT, w.MORNING, "s ochtends, s morgens, ochtend, in de ochtend, bij het ontbijt, ontbijt, ochtends, elke "
                        "ochtend"),
    (w.SLOT, w.NOON, "s middags, bij de lunch, middags, tussen de middag"),
    (w.SLOT, w.EVENING, "s avonds, avond, in de avond, bij het avondeten, avondeten, avonds, elke avond"),
    (w.SLOT, w.NIGHT, "voor de nacht, voor het slapen, voor het slapengaan, s nachts, bij het slapen, voor het "
                      "slapen gaan, s avonds voor het slapen, s avonds voor het slapengaan, slapen, s avonds voor "
                      "het slapen gaan"),
    (w.NTH_DAY, 2, "om de dag, om de andere dag, iedere andere dag"),
    (w.WEEKDAY, 0, "maandag"),
    (w.WEEKDAY, 1, "dinsdag"),
    (w.WEEKDAY, 2, "woensdag"),
    (w.WEEKDAY, 3, "donderdag"),
    (w.WEEKDAY, 4, "vrijdag"),
    (w.WEEKDAY, 5, "zaterdag"),
    (w.WEEKDAY, 6, "zondag"),
    (w.OR, 0, "ofwel"),
    (w.TO, 0, "tot"),
    (w.BETWEEN, 0, "tussen"),
    (w.THEN, 0, "daarna, vervolgens, nadien"),
    (w.AFTER, 0, "na"),
    (w.BEFORE, 0, "voor"),
    (w.CHANGE, 0, "verhogen, verlagen, ophogen, afbouwen, opbouwen, verhoog, verlaag, bouw, afbouw, opbouw, "
                  "halveren"),
    (w.START, 0, "begin met, beginnen met, starten met"),
    (w.DENIED, 0, "niet, geen, nooit, stoppen, gestopt, staken, gestaakt, zonder, nam, vroeger"),
    (w.MOST, 0, "niet meer dan, ten hoogste, maximum per dag"),
    (w.UP_TO, 0, "tot maximaal, ongeveer"),
    (w.NEEDED, 0, "zo nodig, indien nodig, z n nodig, bij behoefte"),
    (w.IF, 0, "als, indien, wanneer"),
    (w.FOR, 0, "gedurende, tegen"),
    (w.WITH, 0, "met, samen met"),
    (w.DIVIDED, 0, "verdeeld over"),
    (w.UNCERTAIN, 0, "behalve, afwisselend, kan, elke maaltijd"),
    (w.HARMLESS, 0, "alleen, maaltijd, maaltijden, neem, nemen, innemen, inname, de, het, met water, na het eten, "
                    "bij het eten, tijdens het eten, met voedsel, met een glas water, via de mond, oraal, per os, "
                    "niet kauwen, niet stoppen, tijdens de maaltijd, bij de maaltijd, na de maaltijd, met wat "
                    "water, op"),
)  # fmt: skip
