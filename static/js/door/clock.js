/**
 * Time at the door: a stopwatch of waking hours, and handshakes with the server. How the phone's
 * clock is set never matters; it is only read as a second stopwatch.
 *
 * @typedef {{odo: number, wall: number}} Reading
 * @typedef {{server: number, odo: number, wall: number}} Handshake
 */

// The two stopwatches have run alike when they differ by less, in milliseconds.
const ALIKE = 500

export class Clock {
  #base
  #before
  #awake
  #wall

  /**
   * @param {{odo: number, before: Handshake} | undefined} saved what was kept of the last page
   * @param {() => number} awake milliseconds this page has been awake
   * @param {() => number} wall milliseconds since 1970, as the phone is set
   */
  constructor(saved, awake = () => performance.now(), wall = () => Date.now()) {
    this.#base = saved?.odo ?? 0
    this.#before = saved?.before ?? null
    this.#awake = awake
    this.#wall = wall
  }

  /** @returns {Reading} */
  read() {
    return { odo: this.#base + Math.floor(this.#awake()), wall: this.#wall() }
  }

  /**
   * Take note of an answer's server time.
   *
   * @param {number} server
   * @param {Reading} sent read just before the request left
   * @returns {Handshake} what seals scans made before the request: true whatever the network did
   */
  handshake(server, sent) {
    this.#before = { server, ...this.read() }
    return { server, ...sent }
  }

  /** The last handshake; null before the first. */
  get before() {
    return this.#before
  }

  /** What is kept for the next page. */
  get state() {
    return { ...this.read(), before: this.#before }
  }

  /**
   * The times of a scan made now. `open`: the phone may have slept since the last handshake, so
   * the scan must wait for the next one before it is sent.
   */
  stamp() {
    const { odo, wall } = this.read()
    const before = this.#before
    const drift = wall - before.wall - (odo - before.odo)
    return { odo, wall, before, open: Math.abs(drift) > ALIKE }
  }

  /** The server's time now, never too late. */
  atLeast() {
    return this.#before.server + this.read().odo - this.#before.odo
  }

  /** The server's time now by the phone's clock as a stopwatch: right unless it was set. */
  likely() {
    return Math.max(this.atLeast(), this.#before.server + this.read().wall - this.#before.wall)
  }
}
