/** What is held up: a ticket stays in the picture for a while, and is not read twice for that. */

// A ticket still held to the camera is not shown again; a scanner reads some twice.
const SAME_SHOWING = 5_000

export class Showings {
  #clock
  #seen = new Map()

  constructor(clock) {
    this.#clock = clock
  }

  /** Whether this was there a moment ago; two tickets may be held up at once. */
  repeats(sight) {
    const { odo } = this.#clock.read()
    for (const [seen, at] of this.#seen) if (odo - at >= SAME_SHOWING) this.#seen.delete(seen)
    const held = this.#seen.has(sight)
    this.#seen.set(sight, odo)
    return held
  }
}
