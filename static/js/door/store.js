/**
 * What the phone keeps, in IndexedDB. No code, no opened box and no name that could
 * be read here ever comes here: who came without a registration stands sealed among the scans.
 */

import { openDB } from "../../vendor/idb/index.js"

const STRICT = { durability: "strict" }

export class Store {
  #db
  #base = null
  #others = null

  constructor(db) {
    this.#db = db
  }

  static async open() {
    const db = await openDB("door", 1, {
      upgrade(made) {
        made.createObjectStore("kept")
        made.createObjectStore("scans", { keyPath: "id" })
      },
      // A newer page wants to change the store: let it.
      blocking: (_from, _to, event) => event.target.close(),
    })
    return new Store(db)
  }

  /** Everything a page needs to go on where the last one stopped. */
  async load() {
    const transaction = this.#db.transaction(["kept", "scans"])
    const kept = transaction.objectStore("kept")
    const [roster, base, others, clock, life, paused, shut, kiosk, choice, scans] = await Promise.all([
      kept.get("roster"),
      kept.get("base"),
      kept.get("others"),
      kept.get("clock"),
      kept.get("life"),
      kept.get("paused"),
      kept.get("shut"),
      kept.get("kiosk"),
      kept.get("choice"),
      transaction.objectStore("scans").getAll(),
    ])
    this.#base = base
    this.#others = others
    const whole = roster && base && { ...roster, base }
    return { roster: whole, others, clock, life, paused, shut, kiosk, choice, scans }
  }

  saveRoster(roster, others, clock, swap) {
    return this.#write(["kept"], ({ kept }) => {
      this.#putRoster(kept, roster)
      this.#putOthers(kept, others)
      kept.delete("shut")
      kept.put(clock, "clock")
      kept.put(swap, "swap")
    })
  }

  /** The large part is written only when it is another one. */
  #putRoster(kept, { base, ...rest }) {
    kept.put(rest, "roster")
    if (base !== this.#base) kept.put(base, "base")
    this.#base = base
  }

  saveOthers(others) {
    return this.#write(["kept"], ({ kept }) => this.#putOthers(kept, others))
  }

  #putOthers(kept, others) {
    if (!others.length) kept.delete("others")
    else if (others !== this.#others) kept.put(others, "others")
    this.#others = others
  }

  saveClock(clock) {
    return this.#write(["kept"], ({ kept }) => kept.put(clock, "clock"))
  }

  savePaused(paused) {
    return this.#write(["kept"], ({ kept }) => kept.put(paused, "paused"))
  }

  saveLife(life) {
    return this.#write(["kept"], ({ kept }) => kept.put(life, "life"))
  }

  /** Which list the phone checks people in to. */
  saveChoice(choice) {
    return this.#write(["kept"], ({ kept }) => kept.put(choice, "choice"))
  }

  /** Resolves once the scan is on disk: only then may anything be said at the door. */
  addScan(scan, clock) {
    return this.#write(["kept", "scans"], ({ kept, scans }) => {
      scans.add(scan)
      kept.put(clock, "clock")
      kept.put({ life: scan.life, seq: scan.seq }, "life")
    })
  }

  /** Give scans that waited for a handshake their second bound. */
  seal(sealed) {
    return this.#write(["scans"], ({ scans }) => {
      for (const scan of sealed) scans.put(scan)
    })
  }

  /** Forget scans that the server has answered for; what they say stands in the roster. */
  settle(ids, roster) {
    return this.#write(["kept", "scans"], ({ kept, scans }) => {
      for (const id of ids) scans.delete(id)
      if (roster) this.#putRoster(kept, roster)
    })
  }

  /** Who checks themselves in at this phone, and how staff end it; null: nobody. */
  saveKiosk(kiosk) {
    return this.#write(["kept"], ({ kept }) => {
      if (kiosk) kept.put(kiosk, "kiosk")
      else kept.delete("kiosk")
    })
  }

  /** Forget everything about guests, and say why; scans not yet sent stay. */
  forgetRoster(why) {
    this.#base = this.#others = null
    return this.#write(["kept"], ({ kept }) => {
      for (const key of ["roster", "base", "others", "swap", "choice"]) kept.delete(key)
      kept.put(why, "shut")
    })
  }

  async #write(names, work) {
    const transaction = this.#db.transaction(names, "readwrite", STRICT)
    const stores = Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)]))
    const before = this.#base
    try {
      work(stores)
      await transaction.done
    } catch (problem) {
      this.#base = before
      throw problem
    }
  }
}
