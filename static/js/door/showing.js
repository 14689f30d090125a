/** What is held to the camera: the same ticket is not shown again and again. */

const SAME_SHOWING = 5_000

export class Showing {
  #seen = new Map()
  #clock

  constructor(clock) {
    this.#clock = clock
  }

  /** Whether this was in the picture a moment ago; two tickets may be held up at once. */
  wasJustSeen(what) {
    const { odo } = this.#clock.read()
    for (const [seen, at] of this.#seen) if (odo - at >= SAME_SHOWING) this.#seen.delete(seen)
    const held = this.#seen.has(what)
    this.#seen.set(what, odo)
    return held
  }
}
