/** While people arrive: of whoever came in a little more, and what is said to the doors. */

import { MessageStrip } from "./notices.js"
import { item, text } from "./page-text.js"
import { signal } from "./signal.js"
import { admits } from "./verdict.js"

const part = (name) => document.querySelector(`[data-part="${name}"]`)

export class Foyer {
  #door
  #screen
  #network
  #strip = new MessageStrip(part("say"))

  constructor(door, screen, network) {
    this.#door = door
    this.#screen = screen
    this.#network = network
  }

  /** Say what the server knows of whoever a scan let in, while they are on the screen. */
  async greet(scan) {
    if (!this.#shows(scan) || !admits(scan)) return
    // Without network, or of somebody who hides themselves, nothing more is said.
    const greeting = await this.#network.welcome(scan.id).catch(() => null)
    if (!greeting || !this.#shows(scan) || !part("sessions")) return
    const lines = greeting.sessions.map(({ at, title, room }) =>
      item(this.#clockOf(at), [title, room].filter(Boolean).join(", ")),
    )
    part("sessions").replaceChildren(...lines)
    part("sessions").hidden = !lines.length
    const theirs = greeting.of_theirs
    const key = theirs?.missing ? "missing-of-theirs" : "all-of-theirs"
    part("theirs").textContent = theirs ? text(key, theirs) : ""
    part("theirs").hidden = !theirs
  }

  /** Show the message that is next, with a sound when it is a new one. */
  showMessages() {
    const { roster, notices } = this.#door
    if (roster.stored && this.#strip.show(notices.messages, (at) => this.#clockOf(at))) signal("message")
  }

  /** Somebody has pressed that they have read it. */
  readMessage() {
    this.#door.notices.markRead(this.#strip.shown)
    this.showMessages()
  }

  #shows(scan) {
    return this.#screen.shown?.scan?.id === scan.id
  }

  #clockOf(moment) {
    return this.#door.roster.clockOf(moment, document.documentElement.lang)
  }
}
