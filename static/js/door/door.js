/**
 * The door's mind: reads a ticket, says what it is worth, keeps the scan. Knows no page and no
 * network. The code of a ticket lives in `read` alone; what a box held goes to the screen only.
 */

import { ALL_DAYS, STATUS, openBox, parse } from "./box.js"
import { toBase64Url, toHex } from "./bytes.js"
import { IN, UNDONE } from "./roster.js"
import { digest as digestOf, read as readCode } from "./ticket-code.js"
import { admits, isKept, judge } from "./verdict.js"

// A ticket still held to the camera is not shown again.
const SAME_SHOWING = 5_000
const BOX = 16

export class Door {
  #seen = new Map()
  #seq

  constructor({ book, clock, outbox, store, life }) {
    Object.assign(this, { book, clock, outbox, store, life: life.life })
    this.#seq = life.seq
  }

  /** Whether tickets can be judged at all: there is a roster, and it has not expired. */
  get ready() {
    return Boolean(this.book.kept && this.clock.before)
  }

  /**
   * Judge what a camera or a person read.
   *
   * @returns {Promise<object | null>} what to show; null while the same ticket is held up
   */
  async read(text, how) {
    const code = readCode(text)
    if (!code) return this.#isHeld("unreadable") ? null : { verdict: "unreadable" }
    const digest = await digestOf(code)
    const hex = toHex(digest)
    // A ticket that was held up before the list had come is judged when it has.
    const held = this.#isHeld(this.ready ? hex : `unjudged ${hex}`)
    if (held && how === "camera") return null // who types a code means it
    return (await this.#closed()) ?? this.#decide(hex, await this.#open(code, digest), how)
  }

  /** Judge somebody who was found by name or desk code: the server has opened the box. */
  async pick({ digest, name, organisation, status }) {
    const ticket = { name, organisation, status: STATUS[status], days: ALL_DAYS }
    return (await this.#closed()) ?? this.#decide(digest, ticket, "search")
  }

  /** Let somebody in although they are not welcome. */
  async force({ digest, verdict, name, organisation }) {
    const scan = this.#item({ kind: "entry", digest, how: "forced", verdict })
    return { digest, verdict: "welcome", forced: true, name, organisation, ...(await this.#keep(scan)) }
  }

  /** Take a scan back: it was a mistake. */
  async undo({ scan, stay }) {
    const item = this.#item({ kind: "undo", target: scan.id, how: "button", verdict: null })
    const kept = await this.#keep(item)
    const at = stay?.at ?? item.wall
    this.book.note(scan.digest, { at, place: stay?.place ?? 0, kind: stay ? IN : UNDONE })
    return { verdict: "undone", ...kept }
  }

  /** Forget the roster when its time is up; scans stay. */
  async expire() {
    if (!this.ready) return false
    const { expires } = this.book.kept
    if (this.clock.atLeast() <= expires && this.clock.likely() <= expires) return false
    await this.forget()
    return true
  }

  /** Forget everything about guests. */
  async forget() {
    this.book.kept = null
    this.book.arrivals.clear()
    await this.store.forgetRoster()
  }

  /** How many are inside today, as far as this phone knows. */
  get inside() {
    return this.ready ? this.book.inside(this.book.dayOf(this.clock.likely())) : 0
  }

  async #closed() {
    if (await this.expire()) return { verdict: "over" }
    return this.ready ? null : { verdict: "missing" }
  }

  async #open(code, digest) {
    const record = this.book.find(digest)
    if (!record) return null
    try {
      return parse(await openBox(code, this.book.kept.event, digest, record.subarray(BOX)))
    } catch {
      this.book.doubt()
      return null
    }
  }

  async #decide(digest, ticket, how) {
    const today = this.book.dayOf(this.clock.likely())
    const sure = this.book.dayOf(this.clock.atLeast()) === today
    const stay = this.book.stay(digest, today)
    const now = { day: sure ? this.book.kept.days.indexOf(today) : null, inside: Boolean(stay) }
    const said = judge(ticket, now)
    const { name, organisation } = ticket ?? {}
    const shown = { digest, ...said, name, organisation, stay, saved: true }
    if (!isKept(said.verdict)) return shown
    const scan = this.#item({ kind: "entry", digest, how, verdict: said.verdict })
    return { ...shown, ...(await this.#keep(scan)) }
  }

  #item(told) {
    const { open, ...times } = this.clock.stamp()
    return {
      id: toBase64Url(crypto.getRandomValues(new Uint8Array(16))),
      ...told,
      place: this.book.kept.place,
      life: this.life,
      seq: ++this.#seq,
      ...times,
      after: null,
      roster: this.book.kept.revision,
      state: open ? "open" : "sealed",
    }
  }

  /** On disk first; then it may be said. */
  async #keep(scan) {
    const saved = await this.outbox.add(scan, this.clock.state)
    const inside = this.book.stay(scan.digest ?? "", this.book.dayOf(this.clock.likely()))
    if (admits(scan) && !inside) {
      this.book.note(scan.digest, { at: this.clock.likely(), place: scan.place, kind: IN })
    }
    return { scan, saved }
  }

  /** Whether this was in the picture a moment ago; two tickets may be held up at once. */
  #isHeld(digest) {
    const { odo } = this.clock.read()
    for (const [seen, at] of this.#seen) if (odo - at >= SAME_SHOWING) this.#seen.delete(seen)
    const held = this.#seen.has(digest)
    this.#seen.set(digest, odo)
    return held
  }
}
