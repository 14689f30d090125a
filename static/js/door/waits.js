/** How long to wait after something has failed: longer each time, and as long as the server asks. */

import { Refused, Unreachable } from "./sync.js"

const FIRST_WAIT = 2_000
const LONGEST_WAIT = 60_000

export class Waits {
  #wait = FIRST_WAIT

  /** Something has gone well: the next failure is the first. */
  begin() {
    this.#wait = FIRST_WAIT
  }

  /** Milliseconds until it is tried again. */
  after(problem) {
    if (!(problem instanceof Refused || problem instanceof Unreachable)) console.error(problem)
    const wait = Math.max(this.#wait, (problem.retryAfter ?? 0) * 1000)
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT)
    return wait
  }
}
