"""The words of dosage texts in French, Spanish, Italian and Portuguese.

Words are written without accents ("ß" as "ss"). A word that means something else in another language stands in a
phrase only.
"""

from typing import Final

from euthymia.medicine.drugs.dosage_text import words as w

FRENCH: Final[w.Words] = (
    (w.NUMBER, 1, "un, une"),
    (w.NUMBER, 2, "deux"),
    (w.NUMBER, 3, "trois"),
    (w.NUMBER, 4, "quatre"),
    (w.NUMBER, 5, "cinq"),
    (w.NUMBER, 6, "six"),
    (w.NUMBER, 7, "sept"),
    (w.NUMBER, 8, "huit"),
    (w.NUMBER, 15, "quinze"),
    (w.FRACTION, 0.5, "demi, demie"),
    (w.FRACTION, 0.25, "un quart, quart"),
    (w.FRACTION, 0.75, "trois quarts"),
    (w.UNIT, 0, "comprime, comprimes, cp, cps, cpr, cprs, compr, comp, gelule, gelules, gel, gelul, capsules "
                "molles, patchs"),
    (w.OTHER_UNIT, 0, "goutte, gouttes, gttes, cuillere, cuilleres, mesure, sachet dose"),
    (w.TIMES, 0, "fois, prise, prises"),
    (w.WATER, 0, "verre, verre d eau"),
    (w.DAY, 0, "par jour, /jour, /j, chaque jour, tous les jours, quotidien, quotidiennement, par 24 heures"),
    (w.WEEK, 0, "par semaine, /semaine, hebdomadaire, chaque semaine, toutes les semaines"),
    (w.MONTH, 0, "par mois"),
    (w.EVERY, 0, "toutes les, tous les, chaque"),
    (w.HOURS, 0, "heure, heures"),
    (w.DAYS, 0, "jour, jours, nuits, j"),
    (w.WEEKS, 0, "semaine, semaines"),
    (w.MONTHS, 0, "mois"),
    (w.SLOT, w.MORNING, "matin, le matin, au petit dejeuner, petit dejeuner, au lever, lever, matins, tous les "
                        "matins"),
    (w.SLOT, w.NOON, "midi, le midi, a midi, au dejeuner"),
    (w.SLOT, w.AFTERNOON, "apres midi, l apres midi, gouter"),
    (w.SLOT, w.EVENING, "soir, le soir, au diner, diner, soirs, tous les soirs, au souper"),
    (w.SLOT, w.NIGHT, "coucher, au coucher, le soir au coucher, soir au coucher, la nuit, nuit, avant le coucher, "
                      "avant de dormir, avant de se coucher, heure du coucher, le soir avant le coucher, soir "
                      "avant le coucher"),
    (w.NTH_DAY, 2, "un jour sur deux, 1 jour sur 2, tous les deux jours, tous les 2 jours, 1j/2"),
    (w.WEEKDAY, 0, "lundi"),
    (w.WEEKDAY, 1, "mardi"),
    (w.WEEKDAY, 2, "mercredi"),
    (w.WEEKDAY, 3, "jeudi"),
    (w.WEEKDAY, 4, "vendredi"),
    (w.WEEKDAY, 5, "samedi"),
    (w.WEEKDAY, 6, "dimanche"),
    (w.AND, 0, "et"),
    (w.OR, 0, "ou"),
    (w.BETWEEN, 0, "entre"),
    (w.THEN, 0, "puis, ensuite, par la suite, apres quoi, suivi de, relais, d abord"),
    (w.AFTER, 0, "apres"),
    (w.BEFORE, 0, "avant"),
    (w.CHANGE, 0, "augmenter, diminuer, reduire, augmentation, diminution, passer a, passer, paliers, palier, "
                  "doubler, decroissance, progressivement, degressif, majorer, baisser"),
    (w.START, 0, "debuter, commencer, debut, commencer par, debuter par, au debut"),
    (w.DENIED, 0, "ne pas, ne plus, pas, arreter, arret, arrete, stopper, suspendre, suspendu, jamais, sans, "
                  "ancien, interrompre, interrompu, ne, n est plus"),
    (w.MOST, 0, "au maximum, au plus, sans depasser, ne pas depasser, maximum par jour"),
    (w.UP_TO, 0, "jusqu a, environ, jusque"),
    (w.NEEDED, 0, "si besoin, si necessaire, au besoin, en cas de besoin, selon les besoins, besoin"),
    (w.DIVIDED, 0, "en deux prises, en 2 prises, en trois prises, en 3 prises, repartis, a repartir, reparti en"),
    (w.IF, 0, "en cas, si, en cas de"),
    (w.FOR, 0, "pendant, durant, pour"),
    (w.WITH, 0, "avec, en association avec"),
    (w.TOTAL, 0, "soit, au total, dose totale"),
    (w.UNCERTAIN, 0, "sauf, peut, alternance, alterner, chaque repas, a chaque repas"),
    (w.HARMLESS, 0, "repas, seulement, prendre, prenez, prend, le, la, les, l, d, du, de, des, par voie orale, "
                    "voie orale, au repas, pendant le repas, pendant les repas, apres le repas, avant le repas, "
                    "au cours du repas, au cours d un repas, avec un verre d eau, avec de l eau, dans, en, au, "
                    "avec le repas, lp, avaler, per os, sans croquer, ne pas croquer, ne pas arreter, ne pas "
                    "ecraser, traitement, depuis"),
)  # fmt: skip

SPANISH: Final[w.Words] = (
    (w.NUMBER, 1, "una, uno"),
    (w.NUMBER, 2, "dos"),
    (w.NUMBER, 3, "tres"),
    (w.NUMBER, 4, "cuatro"),
    (w.NUMBER, 5, "cinco"),
    (w.NUMBER, 6, "seis"),
    (w.NUMBER, 7, "siete"),
    (w.NUMBER, 8, "ocho"),
    (w.NUMBER, 12, "doce"),
    (w.NUMBER, 15, "quince"),
    (w.FRACTION, 0.5, "media, medio"),
    (w.FRACTION, 0.25, "cuarto"),
    (w.UNIT, 0, "comprimido, comprimidos, tableta, tabletas, pastilla, pastillas, capsula, capsulas, parche, "
                "parches, grageas, gragea, pildora, pildoras"),
    (w.OTHER_UNIT, 0, "gotas, gota, cucharada, cucharadita, sobre, sobres"),
    (w.TIMES, 0, "veces, vez, toma, tomas"),
    (w.WATER, 0, "vaso, vaso de agua"),
    (w.DAY, 0, "al dia, por dia, cada dia, diario, diaria, diarios, diarias, diariamente, a diario, todos los "
               "dias, /dia, cada 24 horas"),
    (w.WEEK, 0, "a la semana, por semana, semanal, semanales, cada semana, semanalmente"),
    (w.MONTH, 0, "al mes, mensual"),
    (w.EVERY, 0, "cada, todas las"),
    (w.HOURS, 0, "hora, horas"),
    (w.DAYS, 0, "dia, dias, noches"),
    (w.WEEKS, 0, "semana, semanas"),
    (w.MONTHS, 0, "mes, meses"),
    (w.SLOT, w.MORNING, "por la manana, manana, en la manana, al desayuno, en el desayuno, con el desayuno, "
                        "desayuno, en ayunas, mananas, por las mananas, al despertar, al levantarse"),
    (w.SLOT, w.NOON, "al mediodia, mediodia, a mediodia, en el almuerzo, almuerzo, con la comida, en la comida, a "
                     "la comida"),
    (w.SLOT, w.AFTERNOON, "por la tarde, tarde, en la tarde, merienda"),
    (w.SLOT, w.EVENING, "cena, en la cena, con la cena, a la cena, despues de la cena, despues de cenar"),
    (w.SLOT, w.NIGHT, "por la noche, noche, en la noche, al acostarse, antes de acostarse, antes de dormir, por "
                      "las noches, noches, por la noche al acostarse, noche al acostarse, por la noche antes de "
                      "dormir, cada noche al acostarse, cada noche antes de acostarse, cada noche antes de dormir"),
    (w.NTH_DAY, 2, "cada dos dias, cada 2 dias, en dias alternos, dias alternos, un dia si y otro no, un dia si "
                   "un dia no, dia por medio"),
    (w.WEEKDAY, 0, "lunes"),
    (w.WEEKDAY, 1, "martes"),
    (w.WEEKDAY, 2, "miercoles"),
    (w.WEEKDAY, 3, "jueves"),
    (w.WEEKDAY, 4, "viernes"),
    (w.WEEKDAY, 5, "sabado, sabados"),
    (w.WEEKDAY, 6, "domingo, domingos"),
    (w.AND, 0, "y, mas"),
    (w.OR, 0, "o bien"),
    (w.TO, 0, "hasta"),
    (w.BETWEEN, 0, "de entre"),
    (w.THEN, 0, "luego, despues, posteriormente, a continuacion, seguido de, a partir de entonces, primero, mas "
                "tarde"),
    (w.AFTER, 0, "despues de, tras"),
    (w.BEFORE, 0, "antes de, antes del"),
    (w.CHANGE, 0, "aumentar, disminuir, reducir, subir, bajar, incrementar, aumento, reduccion, descenso, "
                  "gradualmente"),
    (w.START, 0, "empezar, comenzar, iniciar, inicio, al principio, empezar con, comenzar con, iniciar con"),
    (w.DENIED, 0, "no tomar, ya no, suspender, suspendido, dejar, nunca, sin, tomaba, antes tomaba, retirar, "
                  "retirado, dejo"),
    (w.MOST, 0, "maximo, como maximo, no mas de, dosis maxima, no exceder, no superar"),
    (w.UP_TO, 0, "hasta un maximo de"),
    (w.NEEDED, 0, "si es necesario, si precisa, a demanda, segun necesidad, si necesario, si lo necesita, en caso "
                  "necesario"),
    (w.DIVIDED, 0, "en dos tomas, en 2 tomas, en tres tomas, en 3 tomas, repartidos, dividido en, divididos en"),
    (w.IF, 0, "en caso de, cuando"),
    (w.FOR, 0, "durante, por, para"),
    (w.WITH, 0, "con, junto con"),
    (w.TOTAL, 0, "en total"),
    (w.UNCERTAIN, 0, "alternar, excepto, puede, algunas, cada comida, alternando, salvo"),
    (w.HARMLESS, 0, "solo, comida, comidas, tomar, tome, toma una, el, los, las, lo, al, del, via oral, por via "
                    "oral, por boca, vo, con alimentos, con comida, con comidas, agua, con agua, con un vaso de "
                    "agua, despues de comer, antes de comer, no suspender, no masticar, no dejar de tomar, "
                    "despues de las comidas, segun indicacion, oral"),
)  # fmt: skip

ITALIAN: Final[w.Words] = (
    (w.NUMBER, 2, "due"),
    (w.NUMBER, 3, "tre"),
    (w.NUMBER, 4, "quattro"),
    (w.NUMBER, 5, "cinque"),
    (w.NUMBER, 6, "sei"),
    (w.NUMBER, 7, "sette"),
    (w.NUMBER, 8, "otto"),
    (w.NUMBER, 15, "quindici"),
    (w.FRACTION, 0.5, "mezza, mezzo"),
    (w.FRACTION, 0.25, "un quarto di, un quarto"),
    (w.UNIT, 0, "compressa, compresse, cpr, cp, capsula, capsule rigide, cerotto, cerotti, pastiglia, pastiglie"),
    (w.OTHER_UNIT, 0, "gocce, goccia, bustina, bustine, cucchiaio"),
    (w.TIMES, 0, "volta, volte, somministrazioni"),
    (w.WATER, 0, "bicchiere, bicchiere d acqua"),
    (w.DAY, 0, "al giorno, ogni giorno, al di, /die, giornaliero, giornaliera, giornalmente, quotidianamente, "
               "tutti i giorni, pro die"),
    (w.WEEK, 0, "alla settimana, a settimana, ogni settimana, settimanale"),
    (w.EVERY, 0, "ogni, tutte le"),
    (w.HOURS, 0, "ora, ore"),
    (w.DAYS, 0, "giorno, giorni"),
    (w.WEEKS, 0, "settimana, settimane"),
    (w.MONTHS, 0, "mese, mesi"),
    (w.SLOT, w.MORNING, "mattina, al mattino, mattino, la mattina, di mattina, a colazione, colazione, al "
                        "risveglio"),
    (w.SLOT, w.NOON, "a pranzo, pranzo, mezzogiorno, a mezzogiorno"),
    (w.SLOT, w.AFTERNOON, "pomeriggio, nel pomeriggio"),
    (w.SLOT, w.EVENING, "sera, la sera, alla sera, di sera, a cena"),
    (w.SLOT, w.NIGHT, "prima di coricarsi, prima di dormire, di notte, notte, al momento di coricarsi, la sera "
                      "prima di coricarsi, la sera prima di dormire, alla sera prima di coricarsi, prima di "
                      "andare a letto, la notte, sera prima di dormire, sera prima di coricarsi"),
    (w.NTH_DAY, 2, "a giorni alterni, giorni alterni, ogni due giorni, un giorno si e uno no"),
    (w.WEEKDAY, 0, "lunedi"),
    (w.WEEKDAY, 1, "martedi"),
    (w.WEEKDAY, 2, "mercoledi"),
    (w.WEEKDAY, 3, "giovedi"),
    (w.WEEKDAY, 4, "venerdi"),
    (w.WEEKDAY, 5, "sabato"),
    (w.WEEKDAY, 6, "domenica"),
    (w.THEN, 0, "poi, in seguito, successivamente, quindi, dopodiche"),
    (w.AFTER, 0, "dopo"),
    (w.BEFORE, 0, "prima di"),
    (w.OR, 0, "oppure"),
    (w.AND, 0, "e"),
    (w.CHANGE, 0, "aumentare, ridurre, diminuire, scalare, salire, scendere, aumento, scalando"),
    (w.START, 0, "iniziare, iniziare con, inizialmente, cominciare con"),
    (w.DENIED, 0, "non, sospendere, sospeso, sospesa, smettere, mai, senza, interrotto, interrompere, prendeva, "
                  "assumeva"),
    (w.MOST, 0, "massimo, al massimo, non superare, dose massima"),
    (w.UP_TO, 0, "fino a"),
    (w.NEEDED, 0, "al bisogno, se necessario, se occorre, in caso di bisogno"),
    (w.IF, 0, "se, in caso"),
    (w.DIVIDED, 0, "in due dosi, in 2 dosi, in due somministrazioni, suddivisa in, divisa in"),
    (w.TOTAL, 0, "in totale"),
    (w.UNCERTAIN, 0, "tranne, alternando, ogni pasto"),
    (w.WITH, 0, "insieme a, associato a"),
    (w.FOR, 0, "per"),
    (w.HARMLESS, 0, "pasti, pasto, ai pasti, prendere, assumere, i, gli, alla, alle, di, da, per bocca, per via "
                    "orale, os, dopo i pasti, ai pasti principali, dopo cena, prima dei pasti, durante i pasti, "
                    "durante il pasto, a stomaco pieno, a stomaco vuoto, con acqua, con un bicchiere d acqua, "
                    "dopo il pasto, dopo pranzo, non interrompere, non masticare"),
)  # fmt: skip

PORTUGUESE: Final[w.Words] = (
    (w.NUMBER, 1, "um, uma"),
    (w.NUMBER, 2, "dois, duas"),
    (w.NUMBER, 3, "tres"),
    (w.NUMBER, 4, "quatro"),
    (w.NUMBER, 5, "cinco"),
    (w.NUMBER, 6, "seis"),
    (w.NUMBER, 7, "sete"),
    (w.NUMBER, 8, "oito"),
    (w.FRACTION, 0.5, "meio, meia"),
    (w.UNIT, 0, "cp, caps, adesivo, adesivos"),
    (w.TIMES, 0, "vezes"),
    (w.OTHER_UNIT, 0, "gotas, colher"),
    (w.WATER, 0, "copo"),
    (w.DAY, 0, "ao dia, por dia, todos os dias, diariamente, a cada 24 horas, todo dia"),
    (w.WEEK, 0, "por semana, semanalmente, toda semana"),
    (w.EVERY, 0, "a cada, todas as"),
    (w.SLOT, w.MORNING, "de manha, pela manha, manha, no cafe da manha, ao acordar, ao pequeno almoco, pequeno "
                        "almoco, cada manha, todas as manhas, em jejum"),
    (w.SLOT, w.NOON, "ao almoco, no almoco, almoco, meio dia, ao meio dia"),
    (w.SLOT, w.AFTERNOON, "a tarde, de tarde"),
    (w.SLOT, w.EVENING, "ao jantar, no jantar, jantar"),
    (w.SLOT, w.NIGHT, "a noite, de noite, noite, ao deitar, ao dormir, antes de deitar, antes de se deitar, antes "
                      "de dormir, a noite ao deitar, a noite antes de dormir, a noite antes de deitar"),
    (w.NTH_DAY, 2, "em dias alternados, dias alternados, dia sim dia nao, um dia sim outro nao, a cada dois dias, "
                   "dia sim e dia nao"),
    (w.WEEKDAY, 0, "segunda feira"),
    (w.WEEKDAY, 1, "terca feira, terca"),
    (w.WEEKDAY, 2, "quarta feira, quarta"),
    (w.WEEKDAY, 3, "quinta feira, quinta"),
    (w.WEEKDAY, 4, "sexta feira, sexta"),
    (w.WEEKDAY, 5, "sabados"),
    (w.WEEKDAY, 6, "domingos"),
    (w.THEN, 0, "depois, em seguida, apos isso"),
    (w.AFTER, 0, "depois de, apos"),
    (w.CHANGE, 0, "aumentar para, subir para"),
    (w.DENIED, 0, "nao, nao tomar, parar, suspenso, interrompido, sem, deixar, tomava"),
    (w.UP_TO, 0, "ate"),
    (w.NEEDED, 0, "se necessario, em sos, se precisar, caso necessario"),
    (w.OR, 0, "ou"),
    (w.WITH, 0, "com"),
    (w.DIVIDED, 0, "em duas tomas, em duas doses, dividido em"),
    (w.FOR, 0, "por, para"),
    (w.HARMLESS, 0, "tomar, tome, os, ao, do, da, no, na, com agua, com um copo de agua, apos as refeicoes, com "
                    "alimentos, as refeicoes, via oral, por via oral, nao interromper, com comida, com o, com a "
                    "refeicao"),
)  # fmt: skip
