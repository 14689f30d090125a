/** The latest scans, by time and verdict, and what the server said of them afterwards. No names. */

import { item, keyOf, paragraph, text } from "./page-text.js"

const LATEST = 5
// What comes of a scan when it was no longer looked at, and whoever held the ticket may go in.
const ADMITTED = new Set(["welcome", "forced", "again", "undone", "left", "walk-in", "taken-back"])

export class Latest {
  #roster
  #scans = []
  #notices = []

  constructor(roster) {
    this.#roster = roster
  }

  /** Note a scan under the verdict it was shown with. */
  add(key, scan) {
    const at = scan.before.server + scan.wall - scan.before.wall
    const line = { id: scan.id, time: this.#timeOf(at), label: labelOf(key) }
    this.#scans = [line, ...this.#scans].slice(0, LATEST)
  }

  /** Note one that was never shown: the next ticket had come before its answer. */
  addUnseen(key, scan) {
    if (scan) this.add(key, scan)
    if (!ADMITTED.has(key)) this.#note(text("unseen", { verdict: labelOf(key) }))
  }

  /**
   * Correct a scan's line where the server knows better.
   *
   * @returns {string} what to say of it; "" when there is nothing
   */
  correct(answer, scan) {
    const words = this.#correction(answer, scan)
    if (!words) return ""
    const line = this.#scans.find(({ id }) => id === scan.id)
    if (line && answer.verdict) {
      const now = labelOf(keyOf(answer))
      line.label = text("corrected", { now, before: line.label })
    }
    this.#note(words)
    return words
  }

  /** Put the lines and the notices into their places on the page. */
  fill(list, notices) {
    list.append(...this.#scans.map(({ time, label }) => item(time, label)))
    list.hidden = !this.#scans.length
    notices.append(...this.#notices.map(paragraph))
    notices.hidden = !this.#notices.length
  }

  #note(words) {
    this.#notices = [words, ...this.#notices].slice(0, LATEST)
  }

  #correction({ result, verdict, first, full }, scan) {
    if (result === "differs" || result === "malformed") return text(result)
    if (full && result === "stored") return text("walk-in-full")
    if (result === "quarantined" || scan.kind !== "entry" || scan.how === "forced") return ""
    if (!verdict || verdict === scan.verdict) return ""
    if (verdict !== "again" || !first) return text(`correction-${verdict}`)
    const key = first.uncertain ? "correction-uncertain" : "correction-again"
    return text(key, { time: this.#timeOf(first.at), door: this.#roster.placeName(first.place) })
  }

  #timeOf(moment) {
    return this.#roster.clockOf(moment, document.documentElement.lang)
  }
}

function labelOf(key) {
  return document.querySelector(`template[data-verdict="${key}"]`)?.dataset.label ?? ""
}
