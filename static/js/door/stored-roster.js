/**
 * The roster this phone has: what answers of the server made of it, and what is found in it.
 * Holds no names; a ticket's box is opened in `check-in.js` and forgotten there.
 */

import { countInside } from "./crowd.js"
import { clockIn, dayIn } from "./event-time.js"
import { EVENT_LIST, Lists, findList, isListedSound } from "./lists.js"
import { OtherRosters } from "./other-rosters.js"
import { IN, RECORD, bytesOf, find, isSound, merge } from "./roster.js"
import { prefix, readArrivals, without, writeArrivals } from "./roster.js"

// Changes gather in `later`, so that the large `base` is seldom written.
const MOST_LATER = 500 * RECORD
const NOTHING = new Uint8Array(0)

export class StoredRoster {
  /** @param {object | undefined} stored what a former page had saved */
  constructor(stored, others = new OtherRosters()) {
    this.stored = stored ?? null
    this.others = others
    this.arrivals = readArrivals(stored?.arrivals ?? NOTHING)
    this.lists = new Lists(stored?.listed)
    if (stored && !stored.listed) this.doubt() // an older page passed over what is said of lists
  }

  /** Forget everything about guests. */
  forget() {
    this.others.stored = []
    this.arrivals.clear()
    Object.assign(this, { stored: null, lists: new Lists() })
  }

  /** What to ask the server for next. */
  get wanted() {
    if (!this.stored) return {}
    return this.stored.next ? { after: this.stored.next } : { since: this.stored.revision }
  }

  /** Whether every record has come; until then a miss means little. */
  get complete() {
    return Boolean(this.stored?.complete)
  }

  /**
   * Take an answer in.
   *
   * @returns {Promise<boolean>} false when it is damaged and must be asked for again
   */
  async take(answer, asked) {
    const [records, gone, arrivals] = [answer.records, answer.gone, answer.arrivals].map(bytesOf)
    const listed = bytesOf(answer.listed)
    const sound = await isSound(answer, records, gone, arrivals)
    if (!sound || !(await isListedSound(answer, listed))) return false
    const begins = answer.since === 0 && !asked.after
    if (this.stored && this.stored.event !== answer.event) {
      if (!begins) return this.doubt() // paired anew: what changed in another list is of no use
      this.others.add(this.stored, answer.event)
    }
    const { event, expires, zone, days, zero, place, reader, places, walk_in_key, lists = [] } = answer
    const facts = { event, expires, zone, days, zero, place, reader, places, walk_in_key, lists }
    if (begins) [this.arrivals, this.lists] = [readArrivals(arrivals), new Lists()]
    else for (const [key, arrival] of readArrivals(arrivals)) this.arrivals.set(key, arrival)
    this.lists.take(lists, listed, records)
    const { revision, next } = answer
    const begun = { revision, next, complete: next === null, base: records, later: NOTHING }
    const grown = begins ? begun : this.#wentOn(answer, asked, records, gone)
    this.stored = { ...facts, ...grown }
    return true
  }

  /** What is to be saved. */
  get snapshot() {
    const arrivals = writeArrivals(this.arrivals)
    return { ...this.stored, arrivals, listed: this.lists.snapshot }
  }

  /** Distrust what is stored: the next answer brings everything anew. */
  doubt() {
    this.stored = { ...this.stored, revision: 0, next: null }
    return false
  }

  #wentOn(answer, asked, records, gone) {
    const { revision, base, later } = this.stored
    if (asked.after) {
      // A page of the first sending: the revision stays that of its first page.
      return { revision, next: answer.next, complete: false, base: merge(base, records), later }
    }
    let [large, small] = [without(base, gone), merge(without(later, gone), records)]
    if (small.length > MOST_LATER) [large, small] = [merge(large, small), NOTHING]
    return { revision: answer.revision, next: null, complete: true, base: large, later: small }
  }

  /** The record of a digest; newer ones come first. */
  find(digest) {
    return find(this.stored.later, digest) ?? find(this.stored.base, digest)
  }

  /** Note that somebody came, left, or did not after all; `at` in milliseconds. */
  note(digest, { at, place, kind }, list = EVENT_LIST) {
    const seconds = Math.max(0, Math.floor((at - this.stored.zero) / 1000))
    this.arrivalsAt(list).set(prefix(digest), { at: seconds, place, kind })
  }

  /** The entry since when the ticket's owner is at a list on this day; null when they are not. */
  stay(digest, day, list = EVENT_LIST) {
    const arrival = this.arrivalsAt(list).get(prefix(digest))
    if (arrival?.kind !== IN) return null
    const at = this.stored.zero + arrival.at * 1000
    return this.dayOf(at) === day ? { at, place: arrival.place } : null
  }

  /** How many are inside on this day, at a list. */
  inside(day, list = EVENT_LIST) {
    return countInside(this, day, list)
  }

  /** A list by its number; null when it has been deleted. */
  list(number) {
    return findList(this.stored?.lists, number)
  }

  /** What matters of a list for the owner of a ticket. */
  situation(digest, number) {
    const { day, closed, signed_up_only } = this.list(number) ?? { day: null, closed: true }
    const expected = !signed_up_only || this.lists.hasSignedUp(number, prefix(digest))
    return { day: day && this.stored.days.indexOf(day), open: !closed, expected }
  }

  /** What happened at a list, by the beginnings of digests. */
  arrivalsAt(list) {
    return list === EVENT_LIST ? this.arrivals : this.lists.arrivals(list)
  }

  /** The day of a moment where the event is: 2026-10-24. */
  dayOf(moment) {
    return dayIn(this.stored.zone, moment)
  }

  /** Time of day where the event is, as the page's language writes it. */
  clockOf(moment, language) {
    return clockIn(this.stored.zone, moment, language)
  }

  /** The name of a door. */
  placeName(number) {
    return this.stored?.places.find(({ place }) => place === number)?.name ?? ""
  }
}
