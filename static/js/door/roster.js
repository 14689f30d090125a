/**
 * The roster as bytes: sorted records of 172 bytes, and arrivals of 14. Everything here is pure;
 * what is found or merged is new bytes.
 */

import { compare, fromBase64, toHex, whole } from "./bytes.js"

export const RECORD = 172
const DIGEST = 16
export const ARRIVAL = 14
export const IN = 1
export const OUT = 2
export const UNDONE = 3

/**
 * @param {Uint8Array} records sorted
 * @param {Uint8Array} digest
 * @returns {Uint8Array | null} the record of that digest
 */
export function find(records, digest) {
  for (let low = 0, high = records.length / RECORD; low < high; ) {
    const middle = (low + high) >> 1
    const order = compare(records, middle * RECORD, digest, 0, DIGEST)
    if (order === 0) return records.subarray(middle * RECORD, (middle + 1) * RECORD)
    if (order < 0) low = middle + 1
    else high = middle
  }
  return null
}

/** Sorted records with newer ones put in, or in place of those they replace. */
export function merge(records, newer) {
  const merged = new Uint8Array(records.length + newer.length)
  let at = 0
  for (let i = 0, j = 0; i < records.length || j < newer.length; at += RECORD) {
    const order =
      i >= records.length ? 1 : j >= newer.length ? -1 : compare(records, i, newer, j, DIGEST)
    const [from, start] = order < 0 ? [records, i] : [newer, j]
    merged.set(from.subarray(start, start + RECORD), at)
    if (order <= 0) i += RECORD
    if (order >= 0) j += RECORD
  }
  return merged.slice(0, at)
}

/** Sorted records without those whose digests stand in `gone`, 16 bytes each. */
export function without(records, gone) {
  const away = new Set()
  for (let i = 0; i < gone.length; i += DIGEST) away.add(toHex(gone.subarray(i, i + DIGEST)))
  if (!away.size) return records
  const kept = new Uint8Array(records.length)
  let at = 0
  for (let i = 0; i < records.length; i += RECORD) {
    if (away.has(toHex(records.subarray(i, i + DIGEST)))) continue
    kept.set(records.subarray(i, i + RECORD), at)
    at += RECORD
  }
  return kept.slice(0, at)
}

/** A part of an answer, however it was sent. */
export function bytesOf(part) {
  return typeof part === "string" ? fromBase64(part) : (part ?? new Uint8Array(0))
}

/** Whether an answer's parts are what the server hashed, and as many records as it counted. */
export async function isSound(answer, records, gone, arrivals) {
  const all = new Uint8Array(records.length + gone.length + arrivals.length)
  all.set(records)
  all.set(gone, records.length)
  all.set(arrivals, records.length + gone.length)
  const hash = toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", all)))
  return hash === answer.check && records.length === answer.count * RECORD
}

/**
 * @param {Uint8Array} arrivals
 * @returns {Map<string, {at: number, place: number, kind: number}>} by the digest's first eight
 *   bytes in hexadecimal; `at` in seconds since the event's zero
 */
export function readArrivals(arrivals) {
  const found = new Map()
  for (let i = 0; i < arrivals.length; i += ARRIVAL) {
    found.set(toHex(arrivals.subarray(i, i + 8)), {
      at: whole(arrivals, i + 8, 4),
      place: arrivals[i + 12],
      kind: arrivals[i + 13],
    })
  }
  return found
}

/** The other way round; the order does not matter. */
export function writeArrivals(found) {
  const bytes = new Uint8Array(found.size * ARRIVAL)
  const view = new DataView(bytes.buffer)
  let i = 0
  for (const [prefix, { at, place, kind }] of found) {
    for (let byte = 0; byte < 8; byte++) {
      bytes[i + byte] = Number.parseInt(prefix.slice(byte * 2, byte * 2 + 2), 16)
    }
    view.setUint32(i + 8, at)
    bytes[i + 12] = place
    bytes[i + 13] = kind
    i += ARRIVAL
  }
  return bytes
}

/** The key under which arrivals know a digest (in hexadecimal). */
export function prefix(digest) {
  return digest.slice(0, 16)
}
