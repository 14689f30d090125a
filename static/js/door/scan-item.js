/** An item as it is stored and sent: what happened, where, and when by this phone's stopwatches. */

import { toBase64Url } from "./bytes.js"

/**
 * @param {object} door its roster, clock and life
 * @param {number} seq
 * @param {object} facts what happened; without a list it was at the event's own
 */
export function newItem({ roster, clock, life }, seq, { list, ...facts }) {
  const { open, ...times } = clock.stamp()
  return {
    id: toBase64Url(crypto.getRandomValues(new Uint8Array(16))),
    ...facts,
    ...(list ? { list } : {}),
    place: roster.stored.place,
    life,
    seq,
    ...times,
    after: null,
    roster: roster.stored.revision,
    state: open ? "open" : "sealed",
  }
}
