/** An answer as bytes, shorter than JSON: of an arrival it has what its record does not say. */

import { whole } from "./bytes.js"
import { EVENT_LIST } from "./lists.js"
import { ARRIVAL, RECORD } from "./roster.js"

/** How the server sends a roster to those who name it; others get JSON. */
export const PACKED = "application/vnd.eventapp.roster2"
const PREFIX = 8
const SHORT = 5

/**
 * Four lengths, the rest as JSON, and the parts that JSON carries as base64: records, gone, who
 * signed up for lists, and list by list the arrivals, to the end.
 *
 * @param {Uint8Array} answer
 */
export function unpack(answer) {
  const lengths = [0, 4, 8, 12].map((at) => whole(answer, at, 4))
  let at = 16
  // Copies: what is stored must not hold on to the whole answer.
  const [head, records, gone, signedUp] = lengths.map((length) => answer.slice(at, (at += length)))
  let arrivals = []
  const listed = [signedUp]
  while (at < answer.length) {
    const number = answer[at]
    const [atList, end] = readList(answer, at + 1, records)
    at = end
    if (number === EVENT_LIST) arrivals = atList
    else listed.push(...atList.flatMap((arrival) => [Uint8Array.of(number), arrival]))
  }
  const plain = JSON.parse(new TextDecoder().decode(head))
  return { ...plain, records, gone, arrivals: joined(arrivals), listed: joined(listed) }
}

/** The arrivals at a list, which begin at `at`, and where they end. */
function readList(answer, at, records) {
  const count = records.length / RECORD
  const bits = answer.subarray(at + 4, at + 4 + Math.ceil(count / 8))
  const arrivals = []
  let from = at + 4 + bits.length
  for (let i = 0; i < count; i++) {
    if (!(bits[i >> 3] & (128 >> (i & 7)))) continue
    const arrival = new Uint8Array(ARRIVAL)
    arrival.set(records.subarray(i * RECORD, i * RECORD + PREFIX))
    arrival.set(answer.subarray(from, (from += SHORT)), ARRIVAL - SHORT)
    arrivals.push(arrival)
  }
  for (let left = whole(answer, at, 4); left > 0; left--) {
    arrivals.push(answer.subarray(from, (from += ARRIVAL)))
  }
  return [arrivals, from]
}

function joined(parts) {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
