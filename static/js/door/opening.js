/** What a ticket in the hand is worth: its record, opened by its code, or that it is of elsewhere. */

import { openTicket } from "./sealed-record.js"

/**
 * @param {object} roster
 * @param {string} code
 * @param {Uint8Array} digest
 * @param {Uint8Array | null} record the ticket's, from the roster or fresh from the server
 * @returns {Promise<object | null>} null where this phone knows no such ticket
 */
export async function ticketOf(roster, code, digest, record) {
  // A ticket of another event, whose roster this phone once had, has no record here.
  if (!record) return roster.others.knows(digest) ? { elsewhere: true } : null
  try {
    return await openTicket(code, roster.stored.event, digest, record)
  } catch {
    roster.doubt()
    return null
  }
}
