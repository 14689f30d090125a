/**
 * What the door says when a ticket is shown: the first row that fits decides. A pure function, so
 * that the phone decides alike with and without a network. The server has the same rule in
 * `eventapp/domain/door/verdict.py`; `tests/vectors/verdicts.json` keeps the two alike.
 */

import { ALL_DAYS, STATUS } from "./sealed-record.js"

/**
 * @param {{status: number, days: number} | null} ticket what its record says; null: not in the roster
 * @param {{day: number | null, inside: boolean}} now `day` counted from the event's first, null
 *   when midnight makes it unsure; `inside`: came in today and has not left since
 * @returns {{verdict: string, reason?: string}}
 */
export function evaluate(ticket, { day, inside }) {
  if (!ticket) return { verdict: "unlisted" }
  if (ticket.elsewhere) return { verdict: "other-event" }
  if (ticket.status === STATUS.cancelled) return { verdict: "cancelled" }
  if (ticket.status === STATUS.replaced) return { verdict: "cancelled", reason: "replaced" }
  if (ticket.status === STATUS.waitlisted) return { verdict: "waitlisted" }
  if (day !== null && !validOn(ticket.days, day)) return { verdict: "wrong-day" }
  return { verdict: inside ? "again" : "welcome" }
}

/** The server's verdict; who is inside the phone knows by then, of its own unsent scans too. */
export function confirmed({ verdict, reason }, { inside }) {
  if (verdict === "welcome" || verdict === "again") return { verdict: inside ? "again" : "welcome" }
  return reason ? { verdict, reason } : { verdict }
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
