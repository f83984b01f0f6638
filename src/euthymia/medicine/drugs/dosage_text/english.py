"""The words of dosage texts in English, and the Latin short forms.

Words are written without accents ("ß" as "ss"). A word that means something else in another language stands in a
phrase only.
"""

from typing import Final

from euthymia.medicine.drugs.dosage_text import words as w

ENGLISH: Final[w.Words] = (
    (w.FRACTION, 0.5, "half, halves"),
    (w.FRACTION, 0.25, "quarter"),
    (w.FRACTION, 0.75, "three quarters, three quarter"),
    (w.NUMBER, 1, "one"),
    (w.NUMBER, 2, "two"),
    (w.NUMBER, 3, "three"),
    (w.NUMBER, 4, "four"),
    (w.NUMBER, 5, "five"),
    (w.NUMBER, 6, "six"),
    (w.NUMBER, 7, "seven"),
    (w.NUMBER, 8, "eight"),
    (w.NUMBER, 9, "nine"),
    (w.NUMBER, 10, "ten"),
    (w.NUMBER, 11, "eleven"),
    (w.NUMBER, 12, "twelve"),
    (w.NUMBER, 13, "thirteen"),
    (w.NUMBER, 14, "fourteen"),
    (w.NUMBER, 20, "twenty"),
    (w.NUMBER, 30, "thirty"),
    (w.NUMBER, 40, "forty"),
    (w.NUMBER, 50, "fifty"),
    (w.NUMBER, 60, "sixty"),
    (w.NUMBER, 70, "seventy"),
    (w.NUMBER, 80, "eighty"),
    (w.NUMBER, 90, "ninety"),
    (w.NUMBER, 100, "one hundred, hundred"),
    (w.NUMBER, 200, "two hundred"),
    (w.NUMBER, 300, "three hundred"),
    (w.NUMBER, 15, "fifteen"),
    (w.NUMBER, 25, "twenty five"),
    (w.NUMBER, 45, "forty five"),
    (w.NUMBER, 75, "seventy five"),
    (w.NUMBER, 150, "one hundred fifty, one hundred and fifty"),
    (w.NUMBER, 225, "two hundred twenty five, two hundred and twenty five"),
    (w.NUMBER, 21, "twenty one"),
    (w.NUMBER, 28, "twenty eight"),
    (w.NUMBER, 2, "ii, a couple of"),
    (w.NUMBER, 3, "iii"),
    (w.ARTICLE, 0, "a, an, i"),
    (w.UNIT, 0, "tablet, tablets, tab, tabs, tb, tbs, tbl, capsule, capsules, cap, caps, capsul, pill, pills, "
                "patch, patches, caplet, caplets, tablet(s), wafer, wafers, lozenge, dose unit, ptch, t, softgel, "
                "softgels"),
    (w.MASS, 1, "mg, mgs, milligram, milligrams, milligramme, milligrammes"),
    (w.MASS, 0.001, "mcg, ug, µg, microgram, micrograms, mikrogramm"),
    (w.MASS, 1000, "g, gm, gms, gram, grams"),
    (w.OTHER_UNIT, 0, "ml, mls, cc, teaspoon, teaspoons, tsp, tablespoon, tablespoons, drop, drops, gtt, gtts, "
                      "puff, puffs, spray, sprays, unit, units, iu, vial, vials, ampoule, ampoules, injection, "
                      "injections, meq, mmol, spoon, spoons, sachet, sachets, scoop, percent, kg, %"),
    (w.WATER, 0, "glass, glasses, oz, ounce, ounces, cup, cups, glassful, glass of water"),
    (w.TIMES, 0, "times, time, x"),
    (w.COUNT, 1, "once"),
    (w.COUNT, 2, "twice"),
    (w.COUNT, 3, "thrice"),
    (w.PER_DAY, 1, "qd, od, q day, qday, q d, q24h, o d"),
    (w.PER_DAY, 2, "bid, bd, b d, b i d"),
    (w.PER_DAY, 3, "tid, tds, t d s, t i d, ter die"),
    (w.PER_DAY, 4, "qid, qds, q d s, q i d"),
    (w.DAY, 0, "daily, a day, per day, each day, every day, everyday, every single day, in a day, /day, /d, "
               "qdaily, dly, dy, per 24 hours, in 24 hours, every calendar day, p d"),
    (w.WEEK, 0, "weekly, a week, per week, each week, every week, /week, /wk, qweek, qwk, q week, qw, in a week, "
                "wkly"),
    (w.MONTH, 0, "monthly, a month, per month, every month, each month, q month, fortnightly, yearly, every "
                 "fortnight"),
    (w.EVERY, 0, "every, each, q"),
    (w.HOURS, 0, "hour, hours, hr, hrs, h, hourly"),
    (w.DAYS, 0, "day, days, night, nights, d"),
    (w.WEEKS, 0, "week, weeks, wk, wks"),
    (w.MONTHS, 0, "month, months, mth, mths, mo, mos"),
    (w.MINUTES, 0, "minute, minutes, min, mins"),
    (w.SLOT, w.MORNING, "first thing in the morning, early morning, early in the morning, mornings, morning, in "
                        "the morning, am, a m, qam, q am, q a m, mane, om, breakfast, waking, awakening, on "
                        "rising, arising, wake up, waking up, qmorning, every am, in am, in the am, each am"),
    (w.SLOT, w.NOON, "noon, midday, mid day, lunch, lunchtime, noontime, at noon"),
    (w.SLOT, w.AFTERNOON, "afternoon, mid afternoon, teatime"),
    (w.SLOT, w.EVENING, "evening, pm, p m, qpm, q pm, q p m, dinner, supper, dinnertime, suppertime, evening "
                        "meal, every pm, in pm, in the pm, evenings, evening time"),
    (w.SLOT, w.NIGHT, "bedtime, bed time, bed, night, nightly, nocte, noct, hs, h s, qhs, q hs, q h s, q night, "
                      "qnight, nightime, nighttime, going to bed, sleeping, every night at bedtime, nightly at "
                      "bedtime, at night at bedtime, at bedtime every night, at bedtime nightly, bedtime nightly, "
                      "bedtime every night, hs nightly, night at bedtime, night at bed time, night before bed, "
                      "night before bedtime, nightly before bed, before bed nightly, nightly before bedtime, qhs "
                      "at bedtime, night hs"),
    (w.NTH_DAY, 2, "every other day, every second day, every 2nd day, alternate days, alternate day, alternating "
                   "days, qod, eod, q o d, every alternate day, every other night, alternate nights, every other "
                   "morning, every other evening, each other day, q other day, on alternating days, q2d, q2days, "
                   "qad"),
    (w.NTH_DAY, 3, "every third day, every 3rd day, q3d, every third night"),
    (w.NTH_DAY, 4, "every fourth day, every 4th day"),
    (w.WEEKDAY, 0, "monday, mondays, mon"),
    (w.WEEKDAY, 1, "tuesday, tuesdays, tue, tues"),
    (w.WEEKDAY, 2, "wednesday, wednesdays, wed, weds"),
    (w.WEEKDAY, 3, "thursday, thursdays, thu, thur, thurs"),
    (w.WEEKDAY, 4, "friday, fridays, fri"),
    (w.WEEKDAY, 5, "saturday, saturdays, sat"),
    (w.WEEKDAY, 6, "sunday, sundays, sun"),
    (w.OF, 0, "of"),
    (w.AND, 0, "and, plus, &, +"),
    (w.OR, 0, "or, and/or, vs, versus"),
    (w.TO, 0, "to, thru"),
    (w.BETWEEN, 0, "between"),
    (w.THEN, 0, "then, thereafter, afterwards, afterward, after that, after which, from there on, from then on, "
                "followed by, subsequently, subsequent, and then, if tolerated then, onwards, onward, from day, "
                "next, later, there after, first, week one, week two, week three, ongoing, maintenance, until"),
    (w.AFTER, 0, "after, following, post"),
    (w.BEFORE, 0, "before, prior to, prior, ac, within, preceding"),
    (w.CHANGE, 0, "increase, increases, increasing, increased, decrease, decreasing, decreased, decreases, "
                  "reduce, reduced, reducing, titrate, titrating, titrated, titration, taper, tapering, tapered, "
                  "wean, weaning, weaned, raise, raised, raising, adjust, adjusted, step up, step down, go up, go "
                  "down, double, doubled, change, changed, changing, switch, switched, lower, lowered, lowering, "
                  "advance, uptitrate, uptitrated, cross, add, added, adding, bump, build up, work up, move up, "
                  "escalate, up titrate, loading, load, drop down, cut"),
    (w.START, 0, "start with, start at, start on, starting with, starting at, starting dose, starting on, "
                 "initially, initial, begin with, begin at, beginning with, start low, starter, trial of, to "
                 "start, started on, to begin"),
    (w.DENIED, 0, "not, no, never, stop, stopped, stopping, stops, discontinue, discontinued, discontinuing, dc, "
                  "d/c, dced, hold, held, holding, ceased, cease, quit, previous, previously, former, formerly, "
                  "was, were, used, had been, cancelled, canceled, skip, skipped, refused, declined, took, dont, "
                  "didnt, isnt, wasnt, doesnt, without, instead, off, past, last, missed, suspend, suspended, "
                  "paused, pause, withheld, withhold, off of, avoid, replaces, replaced, replace, unless, nil, "
                  "expired, old, finished, zero, void, ended, cannot, unable, rather, other than, completed, "
                  "resume, restart, refuses, lapsed, historical"),
    (w.MOST, 0, "max, maximum, max daily amount, max daily dose, maximum daily dose, maximum daily amount, not to "
                "exceed, do not exceed, dont exceed, nte, no more than, not more than, do not take more than, "
                "never more than, mdd, maximum dose, max dose, max of, dnx, limit, must not exceed, should not "
                "exceed, exceed"),
    (w.UP_TO, 0, "up to, upto, at most, as much as, as many as, at least, minimum, min of, less than, more than, "
                 "over, under, about, approximately, approx, around, roughly, almost, nearly, extra, additional, "
                 "another, minus"),
    (w.NEEDED, 0, "as needed, if needed, prn, p r n, as required, when required, if required, when needed, as "
                  "necessary, whenever needed, if necessary, when necessary, only when, as desired, sos, for "
                  "breakthrough, may repeat, can repeat, on demand, only if, if you need, as you need, needed, "
                  "required"),
    (w.DIVIDED, 0, "divided, in divided doses, in two divided doses, in 2 divided doses, in three divided doses, "
                   "in 3 divided doses, in divided dose, split, divided doses, divided into"),
    (w.IF, 0, "if, when, should you, in case, in case of, when you, as soon as, whenever, while, once you"),
    (w.WITH, 0, "with, w, along with, together with, in addition to, on top of, alongside, concurrently with, w/, "
                "combined with, combine with, augmenting"),
    (w.FOR, 0, "for, to help, to treat, to prevent, to aid, because of, due to, indication, indications, "
               "indicated for, dx, to improve, to control, related to"),
    (w.TOTAL, 0, "total, total dose, in total, total of, to total, for total, to equal, equals, equal, for a "
                 "total of, for a total, altogether, totalling, totaling, total dose of, to make, making, dose "
                 "of, makes"),
    (w.TOTAL, 1, "total daily dose, daily dose, daily total, tdd, total daily dose of, daily dose of"),
    (w.DISPENSED, 0, "disp, dispense, dispensed, qty, quantity, refill, refills, rf, supply, no refills, count, "
                     "supplied, days supply, day supply, pack, box, bottle"),
    (w.UNCERTAIN, 0, "stat, alternating, alternate, alternately, except, excepting, may, might, can, could, "
                     "variable, varies, various, sliding, some, few, several, many, dozen, couple, either, "
                     "unknown, unclear, unsure, ?, tba, tbc, per protocol, sometimes, occasionally, irregularly, "
                     "intermittently, intermittent, rarely, usually, mostly, one off, single dose, one time only, "
                     "bi, biweekly, bimonthly, weekdays, weekends, weekend, weekday, cycle, cyclical, luteal, "
                     "premenstrual, menses, menstrual, menstruation, odd, even, half day, or so, with each meal, "
                     "with every meal, each time, unspecified, days on, days off, each meal, every meal, strip, "
                     "course, pulse, pending, tonight, today, tomorrow"),
    (w.AT, 0, "at, @"),
    (w.FROM, 0, "from, start date, date, since, effective, as of, starting from, beginning, end date, start date "
                "of, begin date, starting, start, begin, dated"),
)  # fmt: skip

# Words and phrases that change nothing about how much or how often.
PASSED_OVER: Final = (
    "take, takes, taking, taken, give, gives, given, use, swallow, swallowed, apply, place, administer, ingest, "
    "po, by mouth, orally, oral, mouth, per os, route, via, through the mouth, by oral route, oral route, the, "
    "in, on, into, as directed, ud, ut dict, mdu, use as directed, as instructed, as prescribed, as discussed, "
    "per md, per doctor, by mouth route, whole, patient, pt, please, should, be, is, are, his, her, their, its, "
    "your, you, this, that, sig, s, extended release, delayed release, immediate release, sustained release, "
    "controlled release, modified release, slow release, er, xr, xl, sr, cr, dr, ec, ir, hcl, hbr, hydrochloride, "
    "hydrobromide, maleate, oxalate, besylate, succinate, tartrate, mesylate, enteric coated, film coated, "
    "coated, oral tablet, oral capsule, odt, skin, to skin, to the skin, onto the skin, onto skin, on the skin, "
    "onto, topically, transdermally, with food, with or without food, with or without meals, without regard to "
    "meals, without regard to food, with food or milk, with milk or food, with milk, on an empty stomach, on "
    "empty stomach, on a full stomach, with water, with plenty of water, with full glass of water, with a full "
    "glass of water, with a glass of water, with a drink of water, with fluids, with snack, with a snack, snack, "
    "food, water, after food, after meals, after eating, after a meal, after meal, pc, before meals, before food, "
    "before eating, with a meal, with meal, with meal or snack, with a meal or snack, with liquid, medication, "
    "medicine, med, meds, currently, current, presently, now, still, patient taking, pt taking, continue, "
    "continues, continued, continuing, maintain, remain on, stay on, keep taking, regularly, regular, same time, "
    "same time each day, at the same time, at the same time each day, at the same time every day, at about the "
    "same time each day, at around the same time each day, around the same time each day, same time every day, do "
    "not crush, do not chew, dont crush, dont chew, do not crush or chew, do not chew or crush, not crushed, not "
    "chewed, do not cut, do not split, do not stop, do not stop abruptly, dont stop, do not stop suddenly, do not "
    "stop taking, not stop, do not discontinue, do not drive, do not skip, do not skip doses, do not miss, do not "
    "miss a dose, do not drink, do not double, no alcohol, avoid alcohol, no grapefruit, avoid grapefruit, avoid "
    "driving, avoid sunlight, do not open, do not break, do not operate, do not swallow whole, do not lie down, "
    "without food, without chewing, without crushing, may cause, can cause, may cause drowsiness, may cause "
    "dizziness, caution, caution may cause drowsiness, may make you drowsy, can make you drowsy, generic, brand, "
    "generic ok, daw, home med, approximately the same time, once started, routine, scheduled, standing, every "
    "time, as ordered, as per, as advised, per instructions, as per instructions, per label, exactly, exactly as "
    "prescribed, just, strength, dosage, frequency, dose, a dose, each dose, per dose, per tablet, every single, "
    "only, meal, meals, with meals, with main meals, whole with water, disintegrating, dissolve, on tongue, on "
    "the tongue, on top of the tongue, under the tongue, under tongue, sl, sublingually, sublingual, dissolved, "
    "let dissolve, allow to dissolve, self administered, reported, reports, per patient, states, brand name, "
    "brand name only, to be taken, around the same time, film, long acting, oral tab, home medication, exactly as "
    "directed"
)
