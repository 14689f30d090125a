/**
 * Sends scans to the server and fetches the roster, by itself, for as long as the page is open.
 * Offline is not a switch: it is the time until the next answer.
 */

import { noteOwn } from "./own-scans.js"
import { Refused, SHUT_OUT, Unreachable } from "./sync.js"
import { Waits } from "./waits.js"

const EVERY = 15_000
const AFTER_SCANS = 5_000

export class SyncLoop {
  #door
  #network
  #report
  #timer = 0
  #running = null
  #again = false
  #waits = new Waits()
  #refreshed = -Infinity

  /**
   * @param {object} network fetchRoster, sendScans, report
   * @param {(news: object) => void} report is given `online`, `refused` and what answers contradict
   */
  constructor(door, network, report) {
    this.#door = door
    this.#network = network
    this.#report = report
  }

  /** Start a round now; one that is under way is followed by another. */
  run() {
    if (this.#running) {
      this.#again = true
      return this.#running
    }
    clearTimeout(this.#timer)
    this.#running = this.#round().finally(() => {
      this.#running = null
      if (this.#again) this.run()
    })
    return this.#running
  }

  /** Ask for the roster now, however fresh it is: the server has said something unexpected. */
  refresh() {
    this.#refreshed = -Infinity
    return this.run()
  }

  async #round() {
    this.#again = false
    let next = EVERY
    try {
      await this.#exchange()
      this.#waits.begin()
      this.#report({ online: true })
    } catch (problem) {
      next = this.#waits.after(problem)
      this.#report({ online: false, refused: problem instanceof Refused ? problem.code : "" })
    }
    this.#timer = setTimeout(() => document.hidden || this.run(), next)
  }

  async #exchange() {
    const { outbox, roster, notices, clock } = this.#door
    const stale = outbox.hasOpen || !roster.complete
    const shutOut = stale ? await this.#refresh().catch(returnIfShutOut) : null
    if (outbox.hasOpen) await this.#seal()
    await outbox.flush(
      (scans) => this.#send(scans),
      (answers, scans) => this.#settle(answers, scans),
    )
    // A server from before takes none: they wait, and nothing else does.
    const unsent = await this.#flushWalkIns().then(() => null, (problem) => problem)
    if (shutOut) throw shutOut // only now: a phone that is shut out still tells what it knows
    if (clock.read().odo - this.#refreshed > AFTER_SCANS) await this.#refresh()
    const report = (state) => this.#ask(() => this.#network.report(state))
    await notices.confer(report, outbox.size, clock.read().odo)
    if (unsent) throw unsent
  }

  /** Fetch until nothing more follows: a roster cut off in the middle goes on where it was. */
  async #refresh() {
    const { roster, clock, outbox, store, notices } = this.#door
    do {
      const asked = roster.wanted
      const sent = clock.read()
      const answer = await this.#ask(() => this.#network.fetchRoster(asked.since, asked.after))
      const after = clock.handshake(answer.server_time, sent)
      await outbox.seal(after, sent.odo)
      if (!(await roster.take(answer, asked))) throw new Unreachable("damaged on the way")
      noteOwn(this.#door) // the server does not know of scans on their way
      await store.saveRoster(roster.snapshot, roster.others.stored, clock.state, answer.swap_key)
      if (roster.complete) notices.noteList(answer.server_time)
    } while (!roster.complete)
    this.#refreshed = clock.read().odo
  }

  /** A handshake without a roster. */
  async #seal() {
    const { clock, outbox } = this.#door
    const sent = clock.read()
    const { server_time } = await this.#ask(() => this.#network.sendScans([]))
    await outbox.seal(clock.handshake(server_time, sent), sent.odo)
  }

  #flushWalkIns() {
    return this.#door.outbox.flushWalkIns(
      (walkIns) => this.#send(walkIns, this.#network.sendWalkIns),
      (answers, walkIns) => this.#settle(answers, walkIns),
    )
  }

  async #send(items, carry = this.#network.sendScans) {
    const sent = this.#door.clock.read()
    const received = await this.#ask(() => carry(items))
    if (!Array.isArray(received.answers)) throw new Unreachable("not the server's answer")
    this.#door.clock.handshake(received.server_time, sent)
    return received.answers
  }

  /** What was sent stands in the roster from now on; then it may be forgotten. */
  async #settle(answers, scans) {
    const { store, roster } = this.#door
    await store.settle(answers.map(({ id }) => id), roster.stored && roster.snapshot)
    // A phone that has been shut out learns it at once.
    if (answers.some(({ result }) => result === "quarantined")) this.#refreshed = -Infinity
    answers.forEach((answer, i) => this.#report({ answer, scan: scans[i] }))
  }

  async #ask(request) {
    try {
      return await request()
    } catch (problem) {
      if (SHUT_OUT.has(problem.code)) await this.#door.forget(problem.code)
      throw problem
    }
  }
}

function returnIfShutOut(problem) {
  if (SHUT_OUT.has(problem.code)) return problem
  throw problem
}
