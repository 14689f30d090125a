/**
 * Checking in: reads a ticket, evaluates it, stores the scan, without page or network. The code of
 * a ticket stays within `read`; what its record holds goes to the screen only.
 */

import { ALL_DAYS, STATUS, openRecord, parse } from "./sealed-record.js"
import { toHex } from "./bytes.js"
import { EVENT_LIST } from "./lists.js"
import { newItem } from "./scan-item.js"
import { IN, OUT, UNDONE } from "./roster.js"
import { Showings } from "./showings.js"
import { digest as digestOf, read as readCode } from "./ticket-code.js"
import { admits, evaluate, isStored } from "./verdict.js"

const BOX = 16

export class CheckIn {
  #showings = new Showings()
  #seq

  /** @param {{list: number, leaving?: boolean}} choice which list, and whether people leave */
  constructor({ roster, clock, outbox, store, notices, life, choice = { list: EVENT_LIST } }) {
    Object.assign(this, { roster, clock, outbox, store, notices, life: life.life, choice })
    this.#seq = life.seq
  }

  /** Whether tickets can be evaluated at all: there is a roster, and it has not expired. */
  get ready() {
    return Boolean(this.roster.stored && this.clock.before)
  }

  /** Evaluate what a camera or a person read; null while the same ticket is held up. */
  async read(text, how) {
    const code = readCode(text)
    if (!code) return this.#wasJustShown("unreadable") ? null : { verdict: "unreadable" }
    const digest = await digestOf(code)
    const hex = toHex(digest)
    // A ticket that was held up before the list had come is evaluated when it has.
    const held = this.#wasJustShown(this.ready ? hex : `unevaluated ${hex}`)
    if (held && how === "camera") return null // who types a code means it
    return (await this.#closed()) ?? this.#decide(hex, await this.#open(code, digest), how)
  }

  /** Evaluate somebody who was found by name or desk code: the server has opened the record. */
  async pick({ digest, name, organisation, status }) {
    const ticket = { name, organisation, status: STATUS[status], days: ALL_DAYS }
    return (await this.#closed()) ?? this.#decide(digest, ticket, "search")
  }

  /** Let somebody in although they are not welcome. */
  async force({ digest, verdict, name, organisation, list }) {
    const scan = this.#item({ kind: "entry", digest, how: "forced", verdict, list })
    const shown = { digest, verdict: "welcome", forced: true, name, organisation, list }
    return { ...shown, ...(await this.#store(scan)) }
  }

  /** Keep what is no scan of a ticket, timed and sent as scans are. */
  keep(facts) {
    return this.#store(this.#item(facts))
  }

  /** Take a scan back: it was a mistake. */
  async undo({ scan, stay }) {
    const facts = { kind: "undo", target: scan.id, how: "button", verdict: null }
    const item = this.#item({ ...facts, list: scan.list })
    const stored = await this.#store(item)
    const before = { at: stay?.at ?? item.wall, place: stay?.place ?? 0, kind: stay ? IN : UNDONE }
    this.roster.note(scan.digest, before, scan.list)
    return { verdict: "undone", ...stored }
  }

  /** Forget the roster when its time is up; scans stay. */
  async expire() {
    if (!this.ready) return false
    const { expires } = this.roster.stored
    if (this.clock.atLeast() <= expires && this.clock.likely() <= expires) return false
    await this.forget()
    return true
  }

  /** Forget everything about guests. */
  async forget() {
    this.roster.stored = null
    this.roster.arrivals.clear()
    await this.store.forgetRoster()
  }

  async #closed() {
    if (await this.expire()) return { verdict: "over" }
    return this.notices.paused ? { verdict: "paused" } : this.ready ? null : { verdict: "missing" }
  }

  async #open(code, digest) {
    const record = this.roster.find(digest)
    if (!record) return null
    try {
      return parse(await openRecord(code, this.roster.stored.event, digest, record.subarray(BOX)))
    } catch {
      this.roster.doubt()
      return null
    }
  }

  async #decide(digest, ticket, how) {
    const today = this.roster.dayOf(this.clock.likely())
    const sure = this.roster.dayOf(this.clock.atLeast()) === today
    const { list, leaving } = this.choice
    const stay = this.roster.stay(digest, today, list)
    const { name, organisation } = ticket ?? {}
    if (ticket && leaving) return this.#leave({ digest, name, organisation, stay, list }, how)
    const day = sure ? this.roster.stored.days.indexOf(today) : null
    const listing = this.roster.situation(digest, list)
    const said = evaluate(ticket, { day, inside: Boolean(stay), listing })
    const shown = { digest, ...said, name, organisation, stay, list, saved: true }
    if (!isStored(said.verdict)) return shown
    const scan = this.#item({ kind: "entry", digest, how, verdict: said.verdict, list })
    return { ...shown, ...(await this.#store(scan)) }
  }

  /** Whoever leaves is let out, whatever the ticket is worth. */
  async #leave(shown, how) {
    const { digest, list } = shown
    const scan = this.#item({ kind: "exit", digest, how, verdict: null, list })
    const stored = await this.#store(scan)
    this.roster.note(digest, { at: this.clock.likely(), place: scan.place, kind: OUT }, list)
    return { ...shown, verdict: "left", ...stored }
  }

  #item(facts) {
    return newItem(this, ++this.#seq, facts)
  }

  /** On disk first; then it may be said. */
  async #store(scan) {
    const saved = await this.outbox.add(scan, this.clock.state)
    const { digest = "", place, list } = scan
    const inside = this.roster.stay(digest, this.roster.dayOf(this.clock.likely()), list)
    if (admits(scan) && !inside) {
      this.roster.note(digest, { at: this.clock.likely(), place, kind: IN }, list)
    }
    return { scan, saved }
  }

  #wasJustShown(digest) {
    return this.#showings.include(digest, this.clock.read().odo)
  }
}
