/**
 * Scans this phone has made and the server has not yet answered for. A scan goes away only when
 * an answer names it; nothing else ever removes one. It is sent as it was first sent.
 */

import { ofWalkIn } from "./walk-in.js"

const BATCH = 200
// Walk-ins are some kB each.
const WALK_INS = 50

export class Outbox {
  #scans
  #unsaved = new Set()
  #store
  #sending = null

  /**
   * @param {object} store keeps scans through reloads
   * @param {Array} scans those it had kept
   */
  constructor(store, scans) {
    this.#store = store
    this.#scans = new Map(scans.map((scan) => [scan.id, scan]))
  }

  get size() {
    return this.#scans.size
  }

  /** Every scan that waits, in the order made. */
  all() {
    return [...this.#scans.values()].sort((one, other) => one.seq - other.seq)
  }

  /** Whether some scan would be lost with the page. */
  get hasUnsaved() {
    return this.#unsaved.size > 0
  }

  /** Whether some scan waits for a handshake before it can be sent. */
  get hasOpen() {
    return this.all().some((scan) => scan.state === "open")
  }

  /** Whether something waits that may tell more of a ticket's owner than the server knows. */
  concerns(digest) {
    return this.all().some((scan) => scan.kind === "undo" || scan.digest === digest)
  }

  /**
   * Keep a scan. It stays in memory even when the disk refuses it, so that it can still be sent.
   *
   * @returns {Promise<boolean>} whether it is safe on disk
   */
  async add(scan, clock) {
    this.#scans.set(scan.id, scan)
    try {
      await this.#store.addScan(scan, clock)
      return true
    } catch {
      this.#unsaved.add(scan.id)
      return false
    }
  }

  /**
   * @param {object} after the handshake that followed them
   * @param {number} sent the odometer when its request left: what was scanned later stays open
   */
  async seal(after, sent) {
    const sealed = this.all()
      .filter((scan) => scan.state === "open" && scan.odo <= sent)
      .map((scan) => ({ ...scan, state: "sealed", after }))
    if (!sealed.length) return
    for (const scan of sealed) this.#scans.set(scan.id, scan)
    await this.#store.seal(sealed)
  }

  /**
   * Send what waits, oldest first. Calls made meanwhile share the one journey.
   *
   * @param {(items: Array) => Promise<Array>} send resolves to the server's answers
   * @param {(answers: Array, scans: Array) => Promise<void>} settled called after each batch with
   *   what was answered, before it is forgotten
   */
  flush(send, settled) {
    this.#sending ??= this.#sendAll(send, settled, (item) => !ofWalkIn(item), BATCH).finally(() => (this.#sending = null))
    return this.#sending
  }

  /** Send the people who are not registered, as `flush` does scans; one after the other. */
  flushWalkIns(send, settled) {
    return this.#sendAll(send, settled, ofWalkIn, WALK_INS)
  }

  async #sendAll(send, settled, chosen, most) {
    for (;;) {
      const batch = this.all()
        .filter((scan) => scan.state === "sealed" && chosen(scan))
        .slice(0, most)
      if (!batch.length) return
      const answers = (await send(batch.map(asItem))).filter(({ id }) => this.#scans.has(id))
      if (!answers.length) return // an answer that names nobody removes nobody
      const done = answers.map(({ id }) => this.#scans.get(id))
      await settled(answers, done)
      for (const { id } of done) {
        this.#scans.delete(id)
        this.#unsaved.delete(id)
      }
    }
  }
}

/** The scan as the protocol has it: what only this phone needs is left out. */
function asItem({ state: _state, ...item }) {
  return item
}
