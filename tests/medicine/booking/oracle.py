"""The plain oracle of places: minute by minute, in the words of the rules, with no index and no arithmetic of zones."""

from datetime import timedelta

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def minutes(begins, ends):
    while begins < ends:
        yield begins
        begins += MINUTE


def is_open(opening, at):
    local = at.astimezone(opening.zone)
    hours = opening.on(local.date())
    return hours is not None and hours[0] <= local.time() < hours[1]


def held(policy, booked):
    """Every minute in which what it needs is held."""
    before, after = policy.margins(booked.kind)
    return set(minutes(booked.starts_at - before, booked.ends_at + after))


def reasons(opening, policy, booked, now, wish, starts_at):
    """Name what stands against this place."""
    ends_at = starts_at + wish.minutes * MINUTE
    mine = set(minutes(starts_at, ends_at))
    before, after = policy.margins(wish.kind)
    wanted = set(minutes(starts_at - before, ends_at + after))
    day = starts_at.astimezone(opening.zone).date()
    found = set()
    if not all(is_open(opening, at) for at in mine):
        found.add("closed" if opening.on(day) else "closed day")
    if starts_at < now - policy.walk_in_min * MINUTE:
        found.add("past")
    elif wish.kind == "infusion" and starts_at < now + policy.asks_within_h * 60 * MINUTE:
        found.add("short notice")
    for choices in wish.needs:
        if all(any(one in b.needs and wanted & held(policy, b) for b in booked) for one in choices):
            found.add("taken")
    own = [b for b in booked if b.person == wish.person]
    if any(mine & set(minutes(b.starts_at, b.ends_at)) for b in own):
        found.add("person")
    if wish.kind == "infusion":
        days = {b.starts_at.astimezone(opening.zone).date() for b in own if b.kind == "infusion"}
        if days & {day - DAY, day, day + DAY}:
            found.add("spacing")
        weeks = [{day + (n - back) * DAY for n in range(7)} for back in range(7)]
        if any(len((days | {day}) & week) > policy.most_a_week for week in weeks):
            found.add("too many")
    return found
