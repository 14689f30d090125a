/** Says how this phone is, and hears what organizers say to the doors. */

import { SHUT_OUT, Unreachable } from "./sync.js"

const EVERY = 5_000

export class Reporting {
  #door
  #network
  #conferred = -Infinity

  constructor(door, network) {
    this.#door = door
    this.#network = network
  }

  /** Not after each scan: others' scans go first. What somebody has read is told at once. */
  get isTime() {
    const { notices, clock } = this.#door
    return notices.hasRead || clock.read().odo - this.#conferred > EVERY
  }

  /** A server from before knows nothing of it. `ask` forgets the roster where this phone is shut out. */
  async confer(ask) {
    const { notices, outbox, clock } = this.#door
    this.#conferred = clock.read().odo
    const state = notices.report(outbox.size)
    const answer = await ask(() => this.#network.report(state)).catch(ignoreUnlessShutOut)
    if (answer) await notices.take(answer, state)
  }
}

function ignoreUnlessShutOut(problem) {
  if (SHUT_OUT.has(problem.code) || problem instanceof Unreachable) throw problem
  return null
}
