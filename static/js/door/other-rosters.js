/**
 * Other events this phone was paired with: of their rosters the digests alone are left, so that a
 * ticket of theirs is recognised without network, until they are over.
 */

import { RECORD, merge } from "./roster.js"

const DIGEST = 16

export class OtherRosters {
  /** @param {Array<{event: string, expires: number, digests: Uint8Array}>} stored */
  constructor(stored = []) {
    this.stored = stored
  }

  /** Note what is left of a roster when that of another event takes its place. */
  add({ event, expires, base, later }, present) {
    const rest = this.stored.filter((other) => other.event !== event && other.event !== present)
    this.stored = [...rest, { event, expires, digests: digestsOf(merge(base, later)) }]
  }

  /** Whether a ticket is one of theirs. */
  knows(digest) {
    return this.stored.some(({ digests }) => holds(digests, digest))
  }

  /**
   * Forget those that are over.
   *
   * @returns {boolean} whether there were any
   */
  expire(moment) {
    const before = this.stored.length
    this.stored = this.stored.filter(({ expires }) => expires >= moment)
    return this.stored.length < before
  }
}

function holds(digests, digest) {
  for (let at = 0; at < digests.length; at += DIGEST) {
    let same = 0
    while (same < DIGEST && digests[at + same] === digest[same]) same++
    if (same === DIGEST) return true
  }
  return false
}

function digestsOf(records) {
  const digests = new Uint8Array((records.length / RECORD) * DIGEST)
  for (let n = 0; n * RECORD < records.length; n++) {
    digests.set(records.subarray(n * RECORD, n * RECORD + DIGEST), n * DIGEST)
  }
  return digests
}
