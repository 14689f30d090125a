/**
 * What people at the door see. Every verdict is a template of the page, in the page's language;
 * here it is filled in, shown, and cleared of names after a while.
 */

import { EVENT_LIST } from "./lists.js"
import { listName } from "./list-switch.js"
import { signal } from "./signal.js"
import { item, keyOf, paragraph, set, text } from "./page-text.js"

const NAMES_STAY = 8_000
const LATEST = 5
// These are done with when their names go; the others wait for somebody to decide.
const PASSING = new Set(["welcome", "forced", "undone", "left", "walk-in"])

export class Screen {
  #stage
  #roster
  #language = document.documentElement.lang
  #latest = []
  #notices = []
  #timer = 0
  #shown = null
  #since = null

  constructor(stage, roster) {
    this.#stage = stage
    this.#roster = roster
  }

  /** What is on the screen now, for the buttons. */
  get shown() {
    return this.#shown
  }

  /** Show a verdict; names leave after eight seconds or at the next one. */
  show(shown) {
    const key = shown.saved === false ? "unsaved" : keyOf(shown)
    this.#put(key, this.#words(shown))
    this.#shown = { ...shown, key }
    signal(key)
    if (shown.scan) this.#remember(key, shown.scan)
    this.#timer = setTimeout(() => this.#clear(key), NAMES_STAY)
  }

  /** Back to waiting for the next ticket. */
  rest() {
    this.#shown = null
    this.#put("idle", {})
    const list = this.#part("latest")
    list.append(...this.#latest.map(([time, label]) => item(time, label)))
    list.hidden = !this.#latest.length
    const notices = this.#part("notices")
    notices.append(...this.#notices.map(paragraph))
    notices.hidden = !this.#notices.length
  }

  /** Correct what is shown, or leave a note for later, when the server knows better. */
  correct(answer, scan) {
    const text = this.#correction(answer, scan)
    if (!text) return
    if (this.#shown?.scan?.id === scan.id) {
      const correction = this.#part("correction")
      correction.textContent = text
      correction.hidden = false
    }
    this.#notices = [text, ...this.#notices].slice(0, LATEST)
    if (!this.#shown) this.rest()
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

  #words({ name, organisation, stay, day, list = EVENT_LIST, crowd }) {
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
      day,
    }
  }

  #put(key, words) {
    clearTimeout(this.#timer)
    const template = document.querySelector(`template[data-verdict="${key}"]`)
    this.#stage.className = `verdict verdict-${template.dataset.tone}`
    this.#stage.dataset.shows = key
    this.#stage.replaceChildren(template.content.cloneNode(true))
    for (const slot of this.#stage.querySelectorAll("[data-word]")) {
      slot.textContent = words[slot.dataset.word] || ""
      slot.hidden = !slot.textContent
    }
  }

  #clear(key) {
    if (PASSING.has(key)) return this.rest()
    for (const slot of this.#stage.querySelectorAll("[data-person]")) slot.replaceChildren()
    this.#shown = { ...this.#shown, name: undefined, organisation: undefined }
  }

  #remember(key, scan) {
    const at = scan.before.server + scan.wall - scan.before.wall
    const label = document.querySelector(`template[data-verdict="${key}"]`).dataset.label
    const entry = [this.#roster.clockOf(at, this.#language), label]
    this.#latest = [entry, ...this.#latest].slice(0, LATEST)
  }

  #correction({ result, verdict, first, full }, scan) {
    if (result === "differs" || result === "malformed") return text(result)
    if (full && result === "stored") return text("walk-in-full")
    if (result === "quarantined" || scan.kind !== "entry" || scan.how === "forced") return ""
    if (!verdict || verdict === scan.verdict) return ""
    if (verdict !== "again" || !first) return text(`correction-${verdict}`)
    const time = this.#roster.clockOf(first.at, this.#language)
    const key = first.uncertain ? "correction-uncertain" : "correction-again"
    return text(key, { time, door: this.#roster.placeName(first.place) })
  }

  #part(name) {
    return this.#stage.querySelector(`[data-part="${name}"]`)
  }
}
