/**
 * What the door says when a ticket is shown: the first row that fits decides. A pure function, so
 * that the phone decides alike with and without a network. The server has the same rule in
 * `eventapp/domain/door/verdict.py`; `tests/vectors/verdicts.json` keeps the two alike.
 */

import { ALL_DAYS, STATUS } from "./sealed-record.js"

const GOOD = { status: STATUS.admitted, days: ALL_DAYS }
const OF_TICKET = new Set(["unlisted", "other-event", "cancelled", "waitlisted", "wrong-day"])
const AT_EVENT = { day: null, open: true, expected: true }

/**
 * @param {{status: number, days: number} | null} ticket what its record says; null: not in the roster
 * @param {{day: number | null, inside: boolean, listing?: object}} now `day` counted from the
 *   event's first, null when midnight makes it unsure; `inside`: came in today, to this list, and
 *   has not left since; `listing`: the only `day` of a list, whether it is `open`, and whether the
 *   ticket's owner is `expected` there
 * @returns {{verdict: string, reason?: string}}
 */
export function evaluate(ticket, { day, inside, listing = AT_EVENT }) {
  if (!ticket) return { verdict: "unlisted" }
  if (ticket.elsewhere) return { verdict: "other-event" }
  if (ticket.status === STATUS.cancelled) return { verdict: "cancelled" }
  if (ticket.status === STATUS.replaced) return { verdict: "cancelled", reason: "replaced" }
  if (ticket.status === STATUS.waitlisted) return { verdict: "waitlisted" }
  const itsDay = listing.day === null || listing.day === day
  if (day !== null && !(itsDay && validOn(ticket.days, day))) return { verdict: "wrong-day" }
  if (!listing.open) return { verdict: "list-closed" }
  if (inside) return { verdict: "again" }
  return { verdict: listing.expected ? "welcome" : "not-signed-up" }
}

/**
 * The server's verdict on a ticket at a list. Who is inside by then, of its own unsent scans too,
 * the phone knows; and all about the list, where the answer is of another one: from a server of
 * before, or because another has been chosen meanwhile.
 */
export function confirmed({ verdict, reason, list: answered }, now, list) {
  if (OF_TICKET.has(verdict)) return reason ? { verdict, reason } : { verdict }
  if (answered !== list) return evaluate(GOOD, now)
  if (verdict === "list-closed" || now.inside === (verdict === "again")) return { verdict }
  return evaluate(GOOD, { ...now, day: null, listing: { ...now.listing, open: true } })
}

/** The same with its reason where the list is of another day: then nothing is wrong with the ticket. */
export function explained(said, { day, listing }) {
  const ofList = said.verdict === "wrong-day" && listing.day !== null && listing.day !== day
  return ofList ? { ...said, reason: "list-day" } : said
}

/** Whether somebody comes in by such a scan. */
export function admits({ kind, how, verdict }) {
  return kind === "entry" && (how === "forced" || verdict === "welcome" || verdict === "again")
}

/** Whether such a scan is stored at all: the unreadable and the unlisted leave no trace. */
export function isStored(verdict) {
  return verdict !== "unreadable" && verdict !== "unlisted"
}

function validOn(days, day) {
  return days === ALL_DAYS || (day >= 0 && day < 16 && Boolean((days >> day) & 1))
}
