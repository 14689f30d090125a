/** What this phone has: what the last page stored, and what goes on from there. */

import { toBase64Url } from "./bytes.js"
import { CheckIn } from "./check-in.js"
import { Clock } from "./clock.js"
import { Enquiry } from "./enquiry.js"
import { Notices } from "./notices.js"
import { OtherRosters } from "./other-rosters.js"
import { Outbox } from "./outbox.js"
import { noteOwn } from "./own-scans.js"
import { Store } from "./store.js"
import { StoredRoster } from "./stored-roster.js"
import { askVerdict } from "./sync.js"

/** @returns {Promise<{door: CheckIn, roster: StoredRoster, stored: object}>} */
export async function openPhone() {
  const store = await Store.open()
  const stored = await store.load()
  const life = stored.life ?? { life: toBase64Url(crypto.getRandomValues(new Uint8Array(9))), seq: 0 }
  if (!stored.life) await store.saveLife(life)
  const clock = new Clock(stored.clock)
  const roster = new StoredRoster(stored.roster, new OtherRosters(stored.others))
  const outbox = new Outbox(store, stored.scans)
  const enquiry = new Enquiry(askVerdict)
  const [notices, { choice }] = [new Notices(store, stored.paused), stored]
  const door = new CheckIn({ roster, clock, outbox, store, notices, life, enquiry, choice })
  if (door.ready) noteOwn(door) // a page loaded anew without network knows whom the last let in
  return { door, roster, stored }
}
