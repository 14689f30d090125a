/**
 * Checking in: reads a ticket, evaluates it, stores the scan, without page or network. The code of
 * a ticket stays within `read`; what its record holds goes to the screen only.
 */

import { ALL_DAYS, STATUS } from "./sealed-record.js"
import { fromBase64, toHex } from "./bytes.js"
import { crowdAt } from "./crowd.js"
import { EVENT_LIST } from "./lists.js"
import { newItem } from "./scan-item.js"
import { ticketOf } from "./opening.js"
import { IN, OUT, UNDONE } from "./roster.js"
import { Showings } from "./showings.js"
import { digest as digestOf, read as readCode } from "./ticket-code.js"
import { admits, confirmed, evaluate, explained, isStored } from "./verdict.js"

const MANNER = { camera: "camera", scanner: "typed", typed: "typed" } // a hand scanner types

export class CheckIn {
  #showings
  #seq

  /** `choice`: the number of a list, and whether people are `leaving`. */
  constructor({ life, choice = { list: EVENT_LIST }, ...parts }) {
    Object.assign(this, parts, { life: life.life, choice })
    this.#showings = new Showings(this.clock)
    this.#seq = life.seq
  }

  /** Whether tickets can be evaluated at all: there is a roster, and it has not expired. */
  get ready() {
    return Boolean(this.roster.stored && this.clock.before)
  }

  /**
   * Evaluate what was read.
   *
   * @param {string} how `camera`, `scanner` or `typed`
   * @param {() => void} asks called when it has been read, and the server is asked about it
   * @returns {Promise<object | null>} what to show; null while the same ticket is held up, and
   *   when this phone may know no more
   */
  async read(text, how, asks) {
    const code = readCode(text)
    if (!code) return this.#showings.repeats("unreadable") ? null : { verdict: "unreadable" }
    const digest = await digestOf(code)
    const hex = toHex(digest)
    // A ticket that was held up before the list had come is evaluated when it has.
    const held = this.#showings.repeats(this.ready ? hex : `unevaluated ${hex}`)
    if (held && how !== "typed") return null // who types a code means it
    const closed = await this.#closed()
    if (closed) return closed
    const online = this.enquiry.online && !this.choice.leaving // whoever leaves may leave
    if (online) asks()
    const reply = online ? await this.enquiry.ask(this, hex).catch(() => "shut out") : null
    if (reply === "shut out" || !this.ready) return null
    const record = reply?.record ? fromBase64(reply.record) : this.roster.find(digest)
    const ticket = await ticketOf(this.roster, code, digest, record)
    const shown = await this.#decide(hex, ticket, MANNER[how], reply)
    return { ...shown, unconfirmed: online && !reply }
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
    const item = this.#item({ kind: "undo", target: scan.id, how: "button", verdict: null, list: scan.list })
    const stored = await this.#store(item)
    const before = { at: stay?.at ?? item.wall, place: stay?.place ?? 0, kind: stay ? IN : UNDONE }
    this.roster.note(scan.digest, before, scan.list)
    return { verdict: "undone", ...stored }
  }

  /** Forget the roster when its time is up; scans stay. */
  async expire() {
    if (!this.ready) return false
    const { stored, others } = this.roster
    const moment = Math.max(this.clock.atLeast(), this.clock.likely())
    if (others.expire(moment)) await this.store.saveOthers(others.stored)
    if (moment <= stored.expires) return false
    await this.forget("event-over")
    return true
  }

  /** Forget everything about guests; the next page says `why` too, the server's word for it. */
  async forget(why) {
    this.roster.forget()
    await this.store.forgetRoster(why)
  }

  async #closed() {
    if (await this.expire()) return { verdict: "over" }
    return this.notices.paused ? { verdict: "paused" } : this.ready ? null : { verdict: "missing" }
  }

  async #decide(digest, ticket, how, reply = null) {
    const today = this.roster.dayOf(this.clock.likely())
    const sure = this.roster.dayOf(this.clock.atLeast()) === today
    const { list, leaving } = this.choice
    const stay = this.roster.stay(digest, today, list)
    const { name, organisation } = ticket ?? {}
    if (ticket && leaving) return this.#leave({ digest, name, organisation, stay, list }, how)
    const day = sure ? this.roster.stored.days.indexOf(today) : null
    const now = { day, inside: Boolean(stay), listing: this.roster.situation(digest, list) }
    const said = explained(reply ? confirmed(reply, now, list) : evaluate(ticket, now), now)
    const shown = { digest, ...said, name, organisation, stay, list, saved: true }
    if (!isStored(said.verdict)) return shown
    const scan = this.#item({ kind: "entry", digest, how, verdict: said.verdict, list })
    return { ...shown, ...(await this.#store(scan)) }
  }

  /** Whoever leaves is let out, whatever the ticket is worth. */
  async #leave(shown, how) {
    const scan = this.#item({ kind: "exit", digest: shown.digest, how, verdict: null, list: shown.list })
    const stored = await this.#store(scan)
    this.roster.note(scan.digest, { at: this.clock.likely(), place: scan.place, kind: OUT }, shown.list)
    return { ...shown, verdict: "left", ...stored }
  }

  #item(facts) {
    return newItem(this, ++this.#seq, facts)
  }

  /** On disk first; then it may be said. */
  async #store(scan) {
    const saved = await this.outbox.add(scan, this.clock.state)
    const { digest = "", place, list = EVENT_LIST } = scan
    const inside = this.roster.stay(digest, this.roster.dayOf(this.clock.likely()), list)
    if (admits(scan) && !inside) {
      this.roster.note(digest, { at: this.clock.likely(), place, kind: IN }, list)
    }
    return { scan, saved, crowd: crowdAt(this, list) }
  }
}
