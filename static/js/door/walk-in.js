/**
 * Noting somebody who is not registered. What was typed is sealed before anything is stored, and
 * then forgotten: this phone cannot read it any more.
 */

import { fromBase64, toBase64Url } from "./bytes.js"
import { sealPerson } from "./sealed-person.js"

export const WALK_IN = "walk-in"
const TAKING_BACK = "walk-in-undo"

/** Whether an item goes to those who are not registered, and is no scan. */
export function ofWalkIn({ kind }) {
  return kind === WALK_IN || kind === TAKING_BACK
}

/** Whether there is a key to seal names for; phones have one as soon as they have a roster. */
export function canNote({ ready, roster }) {
  return ready && Boolean(roster.stored.walk_in_key)
}

/**
 * @param {object} door
 * @param {{name: string, organisation: string, email: string}} person
 * @param {string | null} scan the id of the scan by which their unknown ticket was let in
 * @returns {Promise<object>} what to show
 */
export async function noteWalkIn(door, person, scan) {
  if (await door.expire()) return { verdict: "over" }
  if (!canNote(door)) return { verdict: "missing" }
  const { event, walk_in_key: key } = door.roster.stored
  const id = toBase64Url(crypto.getRandomValues(new Uint8Array(16)))
  const sealed = toBase64(await sealPerson(person, fromBase64(key.point), event, id))
  return { verdict: WALK_IN, ...(await door.keep({ id, kind: WALK_IN, scan, key: key.number, sealed })) }
}

/** Somebody was noted by mistake, or twice: the organizer sees that, and nobody is counted. */
export async function takeBack(door, { scan }) {
  return { verdict: "taken-back", ...(await door.keep({ kind: TAKING_BACK, target: scan.id })) }
}

function toBase64(bytes) {
  return btoa(String.fromCharCode(...bytes))
}
