/** How many are inside: at a list, or in the house. */

import { EVENT_LIST } from "./lists.js"
import { IN, OUT, UNDONE } from "./roster.js"

/**
 * How many are at a list on a day. At the event's own are those too who came to any other: leaving
 * that is not leaving the house.
 */
export function countInside(roster, day, list) {
  const isOn = dayTest(roster, day)
  const there = new Set()
  for (const [digest, { at, kind }] of roster.arrivalsAt(list)) {
    if (kind === IN && isOn(at)) there.add(digest)
  }
  if (list !== EVENT_LIST) return there.size
  for (const [digest, { at, kind }] of roster.lists.everyArrival()) {
    const own = roster.arrivals.get(digest)
    const left = own?.kind === OUT && own.at >= at
    if (kind !== UNDONE && !left && isOn(at)) there.add(digest)
  }
  return there.size
}

/** How many are at a list today, as far as this phone knows, and for how many there is room. */
export function crowdAt({ ready, roster, clock }, list) {
  const inside = ready ? roster.inside(roster.dayOf(clock.likely()), list) : 0
  return { list, inside, capacity: roster.list(list)?.capacity ?? null }
}

/** Whether a moment (in seconds since the event's zero) is on a day; remembers each quarter. */
function dayTest(roster, day) {
  const days = new Map() // zones change at quarters of an hour
  return (at) => {
    const quarter = Math.floor(at / 900)
    if (!days.has(quarter)) days.set(quarter, roster.dayOf(roster.stored.zero + at * 1000))
    return days.get(quarter) === day
  }
}
