/**
 * A ticket's sealed record in the roster, which only the ticket itself opens. The server seals in
 * `eventapp/domain/door/sealed_record.py`; `tests/vectors/sealed_records.json` keeps the two alike.
 */

import { whole } from "./bytes.js"

const FORMAT = 1
const utf8 = new TextEncoder()

/** What a ticket is worth, by the number in its record. */
export const STATUS = { admitted: 1, waitlisted: 2, cancelled: 3, replaced: 4 }
export const ALL_DAYS = 0xffff

/**
 * Open a record. Rejects when code, event, digest or record is not the right one.
 *
 * @param {string} code 17 characters
 * @param {string} event the event's public id
 * @param {Uint8Array} digest 16 bytes
 * @param {Uint8Array} box bytes 16–171 of the record
 * @returns {Promise<Uint8Array>} 128 bytes
 */
export async function openRecord(code, event, digest, box) {
  const secret = await crypto.subtle.importKey("raw", utf8.encode(code), "HKDF", false, [
    "deriveKey",
  ])
  const key = await crypto.subtle.deriveKey(
    {
      name: "HKDF",
      hash: "SHA-256",
      salt: utf8.encode(event),
      info: utf8.encode("door-box-1 key"),
    },
    secret,
    { name: "AES-GCM", length: 256 },
    false,
    ["decrypt"],
  )
  const head = utf8.encode(`DOOR\x01${event}`)
  const boundTo = new Uint8Array(head.length + 16)
  boundTo.set(head)
  boundTo.set(digest, head.length)
  const opened = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv: box.subarray(0, 12), additionalData: boundTo },
    key,
    box.subarray(12),
  )
  return new Uint8Array(opened)
}

/** What the record of a ticket holds: opened, and read. */
export async function openTicket(code, event, digest, record) {
  return parse(await openRecord(code, event, digest, record.subarray(digest.length)))
}

/**
 * @param {Uint8Array} plain what a record held
 * @returns {{status: number, revision: number, flags: number, days: number, group: number,
 *   name: string, organisation: string}}
 */
export function parse(plain) {
  if (plain[0] !== FORMAT) throw new Error("a record of another format")
  const nameEnds = 13 + plain[12]
  const organisationEnds = nameEnds + 1 + plain[nameEnds]
  const text = new TextDecoder()
  return {
    status: plain[1],
    revision: whole(plain, 2, 2),
    flags: whole(plain, 4, 2),
    days: whole(plain, 6, 2),
    group: whole(plain, 8, 4),
    name: text.decode(plain.subarray(13, nameEnds)),
    organisation: text.decode(plain.subarray(nameEnds + 1, organisationEnds)),
  }
}
