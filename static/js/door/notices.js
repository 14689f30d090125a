/**
 * What organizers say to this door: whether it is paused, what is to be read, and how many have a
 * place. Messages and counts stay in memory; that the door is paused is stored, so that a page loaded
 * anew without network knows it.
 */

import { SHUT_OUT } from "./sync.js"

const READ_AT_ONCE = 20
const SELDOM = 5_000

export class Notices {
  #store
  #read = new Set()
  #fetched = null
  #conferred = -Infinity

  /** @param {boolean | undefined} paused what a former page had stored */
  constructor(store, paused) {
    this.#store = store
    this.paused = Boolean(paused)
    this.placed = null
    this.messages = []
  }

  /** The list of tickets has come, at this moment of the server's. */
  noteList(server) {
    this.#fetched = server
  }

  /**
   * Say how this phone is, and hear what organizers say. Not after each scan: others' scans go first;
   * but what somebody has read is told at once. A server from before knows nothing of it.
   *
   * @param {(state: object) => Promise<object>} report
   * @param {number} waiting scans not sent yet
   * @param {number} odo how long this phone has been awake
   */
  async confer(report, waiting, odo) {
    if (!this.#read.size && odo - this.#conferred <= SELDOM) return
    this.#conferred = odo
    const read = [...this.#read].slice(0, READ_AT_ONCE)
    const heard = await report({ waiting, list_fetched: this.#fetched, read }).catch(ignoreUnlessShutOut)
    if (heard) await this.#take(heard, read)
  }

  async #take({ placed, paused, messages }, read) {
    for (const code of read) this.#read.delete(code)
    this.placed = placed
    this.messages = messages.filter(({ code }) => !this.#read.has(code))
    if (paused === this.paused) return
    this.paused = paused
    await this.#store.savePaused(paused).catch(() => {}) // it is said again in fifteen seconds
  }

  /** Somebody has read a message; the server hears of it with the next report. */
  markRead(code) {
    this.#read.add(code)
    this.messages = this.messages.filter((message) => message.code !== code)
  }
}

/** The strip under the bar that shows the oldest message that nobody has read here. */
export class MessageStrip {
  #part
  #shown = ""

  /** @param {HTMLElement} part */
  constructor(part) {
    this.#part = part
  }

  /** The code of what is shown. */
  get shown() {
    return this.#shown
  }

  /**
   * @param {Array<{code: string, at: number, text: string}>} messages
   * @param {(moment: number) => string} clock
   * @returns {boolean} whether there is one, and it was not shown before
   */
  show([message], clock) {
    const code = message?.code ?? ""
    if (code === this.#shown) return false
    this.#shown = code
    this.#part.hidden = !message
    this.#part.querySelector("[data-part=message-time]").textContent = message ? clock(message.at) : ""
    this.#part.querySelector("[data-part=message]").textContent = message?.text ?? ""
    return Boolean(message)
  }
}

function ignoreUnlessShutOut(problem) {
  if (!problem.code || SHUT_OUT.has(problem.code)) throw problem
  return null
}
