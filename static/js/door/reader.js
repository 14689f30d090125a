/**
 * Tickets that are read, by camera, scanner or hand, each in its turn: the last one read has the
 * screen. An answer that comes when the next ticket is there goes to the list of latest scans.
 */

export class Reader {
  #door
  #screen
  #done
  #turn = 0
  #asked = 0

  /**
   * @param {object} door what evaluates and stores
   * @param {object} screen
   * @param {(shown: object) => void} done called with what was shown or listed
   */
  constructor(door, screen, done) {
    this.#door = door
    this.#screen = screen
    this.#done = done
  }

  /** Read a ticket, and show what it is worth. */
  async read(text, how) {
    let turn = 0
    const asks = () => {
      turn = ++this.#turn
      this.#asked++
      this.#screen.reading()
    }
    let shown = null
    try {
      shown = await this.#door.read(text, how, asks)
    } finally {
      if (turn) this.#asked--
      if (turn === this.#turn && !shown) this.#screen.rest()
    }
    // A poster beside the ticket takes nothing from whoever waits for an answer.
    if (!shown || (shown.verdict === "unreadable" && this.#asked)) return
    this.#put(shown, turn || ++this.#turn)
  }

  /** Show what came of a button. */
  async show(evaluation) {
    const turn = ++this.#turn
    this.#put(await evaluation, turn)
  }

  #put(shown, turn) {
    if (turn === this.#turn) this.#screen.show(shown)
    else this.#screen.list(shown)
    this.#done(shown)
  }
}
