/**
 * Hand scanners, by cable or Bluetooth: they type what they have read, faster than any hand, and
 * end it with Enter or Tab. They are heard wherever the focus is, and nothing need be touched.
 */

import { read } from "./ticket-code.js"

// Milliseconds between two keys: in a field somebody may be typing, elsewhere nobody is.
const PAUSE_IN_FIELD = 50
const PAUSE = 150
const SHORTEST = 8
const LONGEST = 200
// Where scanner and phone take the keyboard for different ones, a hyphen comes out as one of these.
const LOST_HYPHENS = /[+/]/g
const ENDS = new Set(["Enter", "Tab"])

export class HandScanner {
  #onText
  #keys = ""
  #places = ""
  #field = null
  #last = -Infinity
  #ended = -Infinity

  /** @param {(text: string) => void} onText called with every text that was scanned */
  constructor(onText) {
    this.#onText = onText
  }

  /** Listen before anybody else does. */
  listen() {
    addEventListener("keydown", (event) => this.#hear(event), true)
  }

  #hear(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return this.#forget()
    const ends = ENDS.has(event.key)
    if (!ends && event.key.length !== 1) return // Shift, and what the screen's own keyboard sends
    const field = event.target.closest?.("input, textarea, select, [contenteditable]")
    if (event.timeStamp - this.#last > (field ? PAUSE_IN_FIELD : PAUSE)) this.#forget()
    this.#last = event.timeStamp
    if (ends) return this.#end(event, field)
    if (!this.#keys) this.#field = field && { field, value: field.value }
    else if (!field) event.preventDefault() // a space would press the button that has the focus
    this.#keys = (this.#keys + event.key).slice(-LONGEST)
    this.#places = (this.#places + placeOf(event)).slice(-LONGEST)
  }

  /** What was typed at once is a scan, or it stays where it was typed. */
  #end(event, field) {
    const [keys, places, before] = [this.#keys, this.#places, this.#field]
    this.#forget()
    const code = codeIn(keys) ?? codeIn(places)
    const scanned = code || (!field && keys.length >= SHORTEST)
    // Some end with Enter and a line break: the second would press a button.
    const trails = !keys && event.timeStamp - this.#ended < PAUSE
    if (!scanned && !trails) return
    event.preventDefault()
    event.stopImmediatePropagation()
    this.#ended = event.timeStamp
    if (trails) return
    if (before) takeBack(before)
    this.#onText(code ?? keys)
  }

  #forget() {
    this.#keys = this.#places = ""
    this.#field = null
  }
}

function codeIn(typed) {
  return read(typed.replace(LOST_HYPHENS, "-"))
}

/** Where the key lies on an English keyboard: what a scanner means that knows no other. */
function placeOf({ code, key }) {
  if (code === "Minus") return "-"
  return /^(Key|Digit|Numpad)[A-Z0-9]$/.test(code) ? code.at(-1) : key
}

/** Never both scanned and typed. */
function takeBack({ field, value }) {
  field.value = value
  field.dispatchEvent(new Event("input", { bubbles: true }))
}
