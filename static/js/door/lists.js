/**
 * Check-in lists beside the event's own: who has signed up for them, and what happened there.
 * As bytes they come after the roster; here they are by list, and by the first eight bytes of a
 * ticket's digest, in hexadecimal.
 */

import { toHex } from "./bytes.js"
import { RECORD, readArrivals, writeArrivals } from "./roster.js"

/** The number of the event's own list, which every event has. */
export const EVENT_LIST = 0
const PREFIX = 8
const LISTED_ARRIVAL = 15
const NOTHING = new Uint8Array(0)
// The event's own list, until somebody has changed it.
const OWN_LIST = { list: EVENT_LIST, name: "", day: null, exits: false, capacity: null, closed: false }

/** A list by its number; null when it has been deleted. */
export function findList(lists, number) {
  const listing = lists?.find(({ list }) => list === number) ?? null
  return listing ?? (number === EVENT_LIST ? OWN_LIST : null)
}

/** The lists that people may be checked in to, the event's own first. */
export function openLists(lists) {
  const further = (lists ?? []).filter(({ list, closed }) => list !== EVENT_LIST && !closed)
  return [findList(lists, EVENT_LIST), ...further]
}

export class Lists {
  #signedUp = new Map()
  #arrivals = new Map()

  /** @param {object | undefined} stored what a former page had saved: by number, as bytes */
  constructor(stored) {
    for (const [number, { signedUp, arrivals }] of Object.entries(stored ?? {})) {
      this.#signedUp.set(Number(number), new Set(prefixes(signedUp)))
      this.#arrivals.set(Number(number), readArrivals(arrivals))
    }
  }

  /** What is to be saved. */
  get snapshot() {
    const numbers = new Set([...this.#signedUp.keys(), ...this.#arrivals.keys()])
    return Object.fromEntries(
      [...numbers].map((number) => [
        number,
        {
          signedUp: bytesOfPrefixes(this.#signedUp.get(number) ?? []),
          arrivals: writeArrivals(this.arrivals(number)),
        },
      ]),
    )
  }

  /**
   * Take in what an answer says.
   *
   * @param {Array<{list: number}>} lists
   * @param {Uint8Array} listed for each list but the event's own a bit a record, then arrivals of
   *   15 bytes: the list's number, and what happened
   * @param {Uint8Array} records those of the same answer
   */
  take(lists, listed, records) {
    const digests = prefixes(records, RECORD)
    let at = 0
    for (const { list } of lists) {
      if (list === EVENT_LIST) continue
      const bits = listed.subarray(at, (at += Math.ceil(digests.length / 8)))
      const signedUp = this.#signedUp.get(list) ?? new Set()
      this.#signedUp.set(list, signedUp)
      digests.forEach((digest, i) => {
        if (bits[i >> 3] & (128 >> (i & 7))) signedUp.add(digest)
        else signedUp.delete(digest)
      })
    }
    for (; at < listed.length; at += LISTED_ARRIVAL) {
      const happened = readArrivals(listed.subarray(at + 1, at + LISTED_ARRIVAL))
      for (const [digest, arrival] of happened) this.arrivals(listed[at]).set(digest, arrival)
    }
  }

  /** What happened at a list: by digest, to be read and added to. */
  arrivals(number) {
    if (!this.#arrivals.has(number)) this.#arrivals.set(number, new Map())
    return this.#arrivals.get(number)
  }

  /** What happened at any of the lists. */
  *everyArrival() {
    for (const of of this.#arrivals.values()) yield* of
  }

  /** Whether the owner of a ticket has a seat in one of the list's sessions. */
  hasSignedUp(number, digest) {
    return Boolean(this.#signedUp.get(number)?.has(digest))
  }
}

/** Whether what an answer says of lists is what the server hashed; one from before says nothing. */
export async function isListedSound({ listed_check }, listed) {
  if (!listed_check) return listed.length === 0
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", listed))) === listed_check
}

function prefixes(bytes = NOTHING, width = PREFIX) {
  return Array.from({ length: bytes.length / width }, (_, i) =>
    toHex(bytes.subarray(i * width, i * width + PREFIX)),
  )
}

function bytesOfPrefixes(digests) {
  const pairs = [...digests].join("").match(/../g) ?? []
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16))
}
