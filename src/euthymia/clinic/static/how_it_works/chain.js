// The course of infusions, as pharmacology/cascade computes it (hundred.py, synapse.py, score.py, relapse.py): the same
// numbers, held to it by a test in a browser. Research; it never doses anyone.
export const NOT = 0, RESPONDING = 1, RELAPSED = 2;
export const BASELINE = 33, UNTIL_DAYS = 84, MOST_POINTS = 60;
const A_WEEK = { 1: [0], 2: [0, 3], 3: [0, 2, 4] };
const LOW = 0.05, HIGH = 0.95;
const IN_A_ROW = 2;

export function daysOf(infusions, aWeek) {
  const week = A_WEEK[aWeek];
  return Array.from({ length: infusions }, (_, n) => 7 * Math.floor(n / week.length) + week[n % week.length]);
}

// The day after each infusion, then weekly after the last one, up to twelve weeks.
export function visitsOf(days) {
  const visits = days.map((day) => day + 1);
  for (let day = days.at(-1) + 7; day <= UNTIL_DAYS; day += 7) visits.push(day);
  return visits;
}

const logistic = (value) => 1 / (1 + Math.exp(-value));

// What so many days do: x is kept, y grows old, and gains of x. Both rates may meet.
function waiting(days, loss, follows) {
  const gap = follows - loss, apart = Math.abs(gap) * days < 1e-9 ? 1e-9 : gap;
  const kept = Math.exp(-loss * days);
  return { kept, old: Math.exp(-follows * days), gained: (follows * (kept - Math.exp(-(loss + apart) * days))) / apart };
}

// Sessions and visits in the order they happen; a visit at a session is before it.
function eventsOf(days, visits) {
  const events = [...visits.map((day) => ({ day, session: 0 })), ...days.map((day) => ({ day, session: 1 }))];
  events.sort((a, b) => a.day - b.day || a.session - b.session);
  const waits = events.map((event, n) => (events[n + 1]?.day ?? event.day) - event.day);
  const apart = [...new Set(waits)]; // the same distance comes again and again
  return { apart, list: events.map((event, n) => ({ session: event.session, wait: apart.indexOf(waits[n]) })) };
}

// Strength shown at each visit: at a session x+ = 1 - (1 - x) exp(-a), then dx/dt = -k x, dy/dt = (x - y) / onset.
function strengthAt(events, gain, loss, onsetDays) {
  const follows = 1 / onsetDays, left = Math.exp(-gain), seen = [];
  const waits = events.apart.map((days) => waiting(days, loss, follows));
  let restored = 0, shown = 0;
  for (const event of events.list) {
    if (event.session) restored = 1 - (1 - restored) * left;
    else seen.push(shown);
    const passed = waits[event.wait];
    shown = shown * passed.old + restored * passed.gained;
    restored *= passed.kept;
  }
  return seen;
}

// One draw of the fit in a context, as the person in it needs it.
function typicalOf(values, draw, context) {
  const of = (name) => values[name][draw];
  return {
    gain: Math.exp(of("gain")), relief: of("relief"), loss: Math.exp(of("loss")), onset: Math.exp(of("onset")) / 24,
    placebo: of(`placebo_${context}`), speed: Math.exp(of("placebo_speed")), omegaPlacebo: of("omega_placebo"),
    omegaRelief: of("omega_relief"), omegaLoss: of("omega_loss"), durable: of("durable"), noise: of("noise"),
    belief: of("belief"), tau: of("tau"),
  };
}

// One person's rated scores at the visits. `given`: with the infusions (1), or without any (0).
function personsScores(numbers, person, draw, typical, plan, given) {
  const chance = numbers.chance;
  const placebo = logistic(typical.placebo + typical.belief * given + typical.omegaPlacebo * chance.placebo[person]);
  const relief = logistic(typical.relief + typical.tau * numbers.study[draw] + typical.omegaRelief * chance.relief[person]);
  const lasts = chance.lasts[person] < typical.durable;
  const loss = lasts ? 0 : typical.loss * Math.exp(typical.omegaLoss * chance.loss[person]);
  const strength = given ? strengthAt(plan.events, typical.gain, loss, typical.onset) : null;
  return plan.visits.map((day, n) => {
    const grown = 1 - Math.exp(-typical.speed * day);
    const expected = BASELINE * (1 - placebo * grown) * (1 - relief * (strength ? strength[n] : 0));
    return Math.min(Math.max(expected + typical.noise * numbers.noise[n][person], 0), MOST_POINTS);
  });
}

export function planOf(infusions, aWeek) {
  const days = daysOf(infusions, aWeek), visits = visitsOf(days);
  return { days, visits, events: eventsOf(days, visits), end: days.length - 1 };
}

// The hundred's scores, [visit][person]; each beside its own draw, or all in one draw's clinic.
export function scoresOf(numbers, plan, context, given, draw = null) {
  const shared = draw === null ? null : typicalOf(numbers.values, draw, context);
  const people = numbers.pick.map((own, person) =>
    personsScores(numbers, person, draw ?? own, shared ?? typicalOf(numbers.values, own, context), plan, given ? 1 : 0));
  return plan.visits.map((_, visit) => people.map((scores) => scores[visit]));
}

// How each stands after each visit. After the course a responder stays one until improvement is under half twice in a row.
export function standingOf(scores, plan) {
  const half = scores.map((row) => row.map((score) => score <= 0.5 * BASELINE));
  const poor = scores.map((row) => row.map((score) => BASELINE - score < 0.5 * BASELINE));
  return scores.map((row, visit) => row.map((_, person) => {
    if (visit <= plan.end) return half[visit][person] ? RESPONDING : NOT;
    if (!half[plan.end][person]) return NOT;
    for (let at = plan.end + IN_A_ROW; at <= visit; at += 1) if (poor[at][person] && poor[at - 1][person]) return RELAPSED;
    return RESPONDING;
  }));
}

export const countOf = (standing, kind) => standing.reduce((sum, one) => sum + (one === kind), 0);

// How many respond at each visit in one draw of the fit, in a clinic of its own.
export function countsIn(numbers, plan, context, given, draw) {
  return standingOf(scoresOf(numbers, plan, context, given, draw), plan).map((row) => countOf(row, RESPONDING));
}

// Fewest and most at each visit, over nine in ten of all draws' counts, [draw][visit].
export function extentOf(counts) {
  const at = (share) => Math.round(share * (counts.length - 1));
  return counts[0].map((_, visit) => {
    const ordered = counts.map((row) => row[visit]).sort((a, b) => a - b);
    return [ordered[at(LOW)], ordered[at(HIGH)]];
  });
}

export function rangeOf(numbers, plan, context, given) {
  return extentOf(numbers.study.map((_, draw) => countsIn(numbers, plan, context, given, draw)));
}
