/** Asking the server about a ticket that is held up, for as long as somebody would wait for it. */

import { EVENT_LIST } from "./lists.js"
import { IN, UNDONE } from "./roster.js"
import { SHUT_OUT } from "./sync.js"

// Who is not inside, by the server's word.
const OUTSIDE = new Set(["welcome", "not-signed-up"])
const PATIENCE = 300 // milliseconds, then the phone's own list decides

export class Enquiry {
  #askVerdict
  /** Whether the server has answered lately: else nobody is asked, and nobody waits. */
  online = false
  /** Called when no answer came in time, or none that is of use. */
  failed = () => {}

  /** @param {(digest: string, list: number, patience: number) => Promise<object>} askVerdict */
  constructor(askVerdict) {
    this.#askVerdict = askVerdict
  }

  /**
   * Ask, and take into the roster what the answer says of who came.
   *
   * @param {object} door roster, outbox, clock, and the list chosen
   * @param {string} digest
   * @returns {Promise<object | null>} the answer; null when it was too late to matter
   * @throws {Error} when this phone may not ask any more
   */
  async ask(door, digest) {
    if (!this.online) return null
    const waits = door.outbox.concerns(digest)
    try {
      const reply = await this.#askVerdict(digest, door.choice.list, PATIENCE)
      if (!waits && door.ready) learn(door, digest, reply)
      return reply
    } catch (problem) {
      this.failed()
      if (SHUT_OUT.has(problem.code)) throw problem
      return null
    }
  }
}

/** Nothing of this phone's waits that the server does not know: then it knows better. */
function learn({ roster, clock }, digest, { verdict, first, list = EVENT_LIST }) {
  const at = clock.likely()
  const stay = roster.stay(digest, roster.dayOf(at), list)
  if (first) roster.note(digest, { at: first.at, place: first.place, kind: IN }, list)
  else if (stay && OUTSIDE.has(verdict)) roster.note(digest, { at, place: 0, kind: UNDONE }, list)
}
