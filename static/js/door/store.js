/**
 * What the phone keeps, in IndexedDB. No code, no opened box and no name that could
 * be read here ever comes here: who came without a registration stands sealed among the scans.
 */

import { openDB } from "../../vendor/idb/index.js"

const STRICT = { durability: "strict" }

export class Store {
  #db
  #base = null

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
    const [roster, base, clock, life, paused, choice, scans] = await Promise.all([
      kept.get("roster"),
      kept.get("base"),
      kept.get("clock"),
      kept.get("life"),
      kept.get("paused"),
      kept.get("choice"),
      transaction.objectStore("scans").getAll(),
    ])
    this.#base = base
    return { roster: roster && base && { ...roster, base }, clock, life, paused, choice, scans }
  }

  saveRoster(roster, clock, swap) {
    return this.#write(["kept"], ({ kept }) => {
      this.#putRoster(kept, roster)
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

  /** Forget everything about guests; scans not yet sent stay. */
  forgetRoster() {
    this.#base = null
    return this.#write(["kept"], ({ kept }) => {
      kept.delete("roster")
      kept.delete("base")
      kept.delete("swap")
      kept.delete("choice")
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
