/** Tickets that were in the picture a moment ago: one still held to the camera is not shown again. */

const SAME_SHOWING = 5_000

export class Showings {
  #seen = new Map()

  /**
   * Whether this was shown a moment ago; now it has been. Two tickets may be held up at once.
   *
   * @param {string} ticket
   * @param {number} odo
   */
  include(ticket, odo) {
    for (const [seen, at] of this.#seen) if (odo - at >= SAME_SHOWING) this.#seen.delete(seen)
    const held = this.#seen.has(ticket)
    this.#seen.set(ticket, odo)
    return held
  }
}
