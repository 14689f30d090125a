/**
 * Self check-in: people hold up their own tickets. No list, no search, no button; each verdict goes
 * by itself. Staff start it, and end it with the figures they chose, or by pairing the phone anew.
 */

import { toHex } from "./bytes.js"
import { text } from "./page-text.js"

const STAYS = 5_000
const STAYS_TO_BE_READ = 9_000
const SHORT = new Set(["welcome", "left", "unreadable"])
// What is told to whoever stands there; everything else is for the desk to tell.
const TOLD = new Set(["idle", "read", "welcome", "left", "again", "unreadable", "missing"])
const STANDINGS = new Set(["unpaired", "revoked", "over", "other-tab"])
const WRONG_AT_MOST = 5
const WAITS = 30_000

export class Kiosk {
  #root
  #door
  #changed
  #stored
  #facing = "environment"
  #wrong = 0
  #waitsUntil = 0

  /**
   * @param {HTMLElement} root the door's page, with its two dialogs
   * @param {object} door its store, life and the list chosen
   * @param {object | undefined} stored by the last page
   * @param {() => void} changed called when it begins or ends
   */
  constructor(root, door, stored, changed) {
    this.#root = root
    this.#door = door
    this.#stored = stored ?? null
    this.#changed = changed
    this.#listen("kiosk-start", (figures) => this.#begin(figures))
    this.#listen("kiosk-end", (figures) => this.#end(figures))
    this.#mark()
  }

  get on() {
    return this.#stored !== null
  }

  /** Which camera it was begun with. */
  get facing() {
    return this.#stored?.facing
  }

  /** The template for a verdict or a standing. */
  templateOf(key) {
    if (key === "read" || STANDINGS.has(key)) return key
    if (key === "idle" && this.#door.choice.leaving) return "kiosk-idle-out"
    return `kiosk-${TOLD.has(key) ? key : "desk"}`
  }

  /** For how long a verdict stays, in milliseconds. */
  stays(key) {
    return SHORT.has(key) ? STAYS : STAYS_TO_BE_READ
  }

  /** Ask for the figures to begin or to end it with. */
  ask(facing) {
    this.#facing = facing
    const dialog = this.#part(this.on ? "kiosk-end" : "kiosk-start")
    dialog.showModal()
    dialog.querySelector("input").focus()
  }

  /** A phone that was paired anew is in staff's hands. */
  async follow({ event, reader }) {
    if (!this.on) return
    const { of } = this.#stored
    if (!of) await this.#remember({ ...this.#stored, of: { event, reader } })
    else if (of.event !== event || of.reader !== reader) await this.#change(null)
  }

  async #begin(figures) {
    if (!/^\d{4,8}$/.test(figures)) return text("kiosk-figures")
    await this.#change({ figures: await this.#hash(figures), facing: this.#facing })
    return ""
  }

  async #end(figures) {
    if (Date.now() < this.#waitsUntil) return text("kiosk-waits")
    if ((await this.#hash(figures)) === this.#stored?.figures) {
      this.#wrong = 0
      await this.#change(null)
      return ""
    }
    if (++this.#wrong % WRONG_AT_MOST === 0) this.#waitsUntil = Date.now() + WAITS
    return text("kiosk-wrong")
  }

  async #change(stored) {
    await this.#remember(stored)
    this.#mark()
    this.#changed()
  }

  async #remember(stored) {
    this.#stored = stored
    await this.#door.store.saveKiosk(stored)
  }

  #mark() {
    this.#root.toggleAttribute("data-kiosk", this.on)
  }

  #listen(name, answer) {
    const dialog = this.#part(name)
    const [field, note] = [dialog.querySelector("input"), dialog.querySelector("[data-part=answer]")]
    dialog.addEventListener("submit", async (event) => {
      event.preventDefault()
      note.textContent = await answer(field.value.trim())
      if (note.textContent) field.select()
      else dialog.close()
    })
    dialog.addEventListener("click", (event) => event.target.closest("[data-closes]") && dialog.close())
    dialog.addEventListener("close", () => (field.value = note.textContent = ""))
  }

  async #hash(figures) {
    const bytes = new TextEncoder().encode(`${this.#door.life} ${figures}`)
    return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)))
  }

  #part(name) {
    return this.#root.querySelector(`[data-part="${name}"]`)
  }
}
