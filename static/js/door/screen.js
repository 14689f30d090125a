/**
 * What people at the door see. Every verdict is a template of the page, in the page's language;
 * here it is filled in, shown, and cleared of names after a while.
 */

import { Latest } from "./latest.js"
import { EVENT_LIST } from "./lists.js"
import { listName } from "./list-switch.js"
import { keyOf, set, text } from "./page-text.js"
import { signal } from "./signal.js"

const NAMES_STAY = 8_000
// These are done with when their names go; the others wait for somebody to decide.
const PASSING = new Set(["welcome", "forced", "undone", "left", "walk-in", "taken-back"])
const LET_IN = new Set(["welcome", "again"])

export class Screen {
  #stage
  #roster
  #language = document.documentElement.lang
  #latest
  #timer = 0
  #shown = null
  #since = null
  /** Whether people check themselves in: then it shows less, and no button; see `kiosk.js`. */
  kiosk = null

  constructor(stage, roster) {
    this.#stage = stage
    this.#roster = roster
    this.#latest = new Latest(roster)
  }

  /** What is on the screen now, for the buttons. */
  get shown() {
    return this.#shown
  }

  /** Say that a ticket has been read, while the server is asked about it. */
  reading() {
    this.#shown = { key: "read" }
    this.#put("read", {})
    signal("read")
  }

  /** Show a verdict; names leave after eight seconds or at the next one. */
  show(shown) {
    const key = shown.saved === false ? "unsaved" : keyOf(shown)
    this.#present(key, shown)
    if (shown.scan) this.#latest.add(key, shown.scan)
  }

  /** Note a verdict that came when the next ticket had been read: it colours nothing. */
  list(shown) {
    this.#latest.addUnseen(shown.saved === false ? "unsaved" : keyOf(shown), shown.scan)
  }

  /** Back to waiting for the next ticket. */
  rest() {
    this.#shown = null
    this.#put("idle", {})
    if (!this.kiosk) this.#latest.fill(this.#part("latest"), this.#part("notices"))
  }

  /** Correct what is shown, or its line in the list of latest scans, when the server knows better. */
  correct(answer, scan) {
    const words = this.#latest.correct(answer, scan)
    if (words && this.#shown?.scan?.id === scan.id) {
      // Whoever is not welcome after all does not stand before a green screen.
      if (answer.verdict && !LET_IN.has(answer.verdict)) this.#present(keyOf(answer), this.#shown)
      this.#fill("correction", words)
    }
    if (words && !this.#shown) this.rest()
  }

  /** Say whether there is network, what waits, and who is inside. */
  status({ online, waiting, inside, door, at }) {
    this.#since = online ? null : (this.#since ?? at)
    const state = online ? "saved" : "offline"
    for (const sign of document.querySelectorAll("[data-network]")) {
      sign.toggleAttribute("hidden", sign.dataset.network !== state)
    }
    const key = online ? (waiting ? "sending" : "saved") : waiting ? "waiting" : "offline"
    const time = at ? this.#roster.clockOf(at, this.#language) : ""
    set("network", text(key, { n: waiting, time }))
    set("inside", door ? inside : "")
    set("door", door)
  }

  /** Fill the whole screen with why there is nothing to scan. */
  stop(why) {
    this.#shown = { key: why }
    this.#put(why, {})
  }

  #present(key, shown) {
    this.#put(key, this.#words(shown))
    this.#shown = { ...shown, key }
    signal(key)
    const stays = this.kiosk ? this.kiosk.stays(key) : NAMES_STAY
    this.#timer = setTimeout(() => this.#clear(key), stays)
  }

  #words({ name, organisation, stay, day, unconfirmed, list = EVENT_LIST, crowd }) {
    const { inside, capacity } = crowd ?? {}
    const door = stay && this.#roster.placeName(stay.place)
    const offline = this.#since && this.#roster.clockOf(this.#since, this.#language)
    return {
      name,
      organisation: [organisation, door].filter(Boolean).join(" · "),
      time: stay && this.#roster.clockOf(stay.at, this.#language),
      list: list !== EVENT_LIST && listName(this.#roster.list(list)),
      full: capacity && inside >= capacity && text("full", { n: inside, capacity }),
      offline: offline && text("since", { time: offline }),
      unconfirmed: unconfirmed && text("unconfirmed"),
      day,
    }
  }

  #put(key, words) {
    clearTimeout(this.#timer)
    const name = this.kiosk ? this.kiosk.templateOf(key) : key
    const template = document.querySelector(`template[data-verdict="${name}"]`)
    this.#stage.className = `verdict verdict-${template.dataset.tone}`
    this.#stage.dataset.shows = key
    this.#stage.replaceChildren(template.content.cloneNode(true))
    for (const slot of this.#stage.querySelectorAll("[data-word]")) {
      slot.textContent = words[slot.dataset.word] || ""
      slot.hidden = !slot.textContent
    }
  }

  #clear(key) {
    if (this.kiosk || PASSING.has(key)) return this.rest()
    for (const slot of this.#stage.querySelectorAll("[data-person]")) slot.replaceChildren()
    this.#shown = { ...this.#shown, name: undefined, organisation: undefined }
  }

  #fill(name, words) {
    const slot = this.#part(name)
    if (slot) Object.assign(slot, { textContent: words, hidden: false })
  }

  #part(name) {
    return this.#stage.querySelector(`[data-part="${name}"]`)
  }
}
