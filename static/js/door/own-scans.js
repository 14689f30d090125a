/** What this phone has scanned and the server has not answered for: it holds until it has. */

import { IN } from "./roster.js"

/** Note in the roster who came in by scans that are still on their way. */
export function noteOwn({ roster, outbox, clock }) {
  for (const scan of outbox.all()) {
    if (scan.kind !== "entry" || !(scan.verdict === "welcome" || scan.how === "forced")) continue
    const undone = outbox.all().some(({ target }) => target === scan.id)
    const at = scan.before.server + scan.wall - scan.before.wall
    if (!undone && !roster.stay(scan.digest, roster.dayOf(clock.likely()))) {
      roster.note(scan.digest, { at, place: scan.place, kind: IN })
    }
  }
}
