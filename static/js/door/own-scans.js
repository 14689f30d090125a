/** What this phone has scanned and the server has not answered for: it holds until it has. */

import { IN, OUT } from "./roster.js"

/** Note in the roster who came in, and who left, by scans that are still on their way. */
export function noteOwn({ roster, outbox, clock }) {
  for (const scan of outbox.all()) {
    if (scan.kind === "undo" || outbox.all().some(({ target }) => target === scan.id)) continue
    const { digest, place, list } = scan
    const at = scan.before.server + scan.wall - scan.before.wall
    const stay = roster.stay(digest, roster.dayOf(clock.likely()), list)
    if (scan.kind === "exit") {
      if (stay && stay.at <= at) roster.note(digest, { at, place, kind: OUT }, list)
    } else if (!stay && (scan.verdict === "welcome" || scan.how === "forced")) {
      roster.note(digest, { at, place, kind: IN }, list)
    }
  }
}
