/** Which list people are checked in to, and whether they come or leave: big, and remembered. */

import { crowdAt } from "./crowd.js"
import { EVENT_LIST, openLists } from "./lists.js"
import { text } from "./page-text.js"

/** What a list is called on the page. */
export function listName(listing) {
  if (!listing) return text("list-gone")
  return listing.list === EVENT_LIST ? listing.name || text("list-event") : listing.name
}

export class ListSwitch {
  #bar
  #dialog
  #door
  #onChoice

  /**
   * @param {HTMLElement} bar the buttons above the camera
   * @param {HTMLDialogElement} dialog all lists that are open
   * @param {() => void} onChoice called once another choice holds
   */
  constructor(bar, dialog, door, onChoice) {
    this.#bar = bar
    this.#dialog = dialog
    this.#door = door
    this.#onChoice = onChoice
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("[data-closes]")) dialog.close()
      const number = event.target.closest("[data-list]")?.dataset.list
      if (number !== undefined) this.#choose({ list: Number(number) })
    })
  }

  /** Say what is chosen; nothing where there is nothing to choose. */
  report() {
    const { roster, choice } = this.#door
    const listing = roster.stored && roster.list(choice.list)
    const choosable = roster.stored && (openLists(roster.stored.lists).length > 1 || choice.list !== EVENT_LIST)
    this.#bar.hidden = !choosable && !listing?.exits
    const [chosen, way] = this.#bar.querySelectorAll("button")
    chosen.hidden = !choosable
    const closed = !listing || listing.closed ? ` · ${text("list-closed")}` : ""
    this.#bar.querySelector("[data-part=list-name]").textContent = listName(listing) + closed
    way.hidden = !listing?.exits
    way.dataset.way = choice.leaving ? "out" : "in"
    this.#bar.querySelector("[data-part=way]").textContent = text(choice.leaving ? "way-out" : "way-in")
  }

  open() {
    const lines = openLists(this.#door.roster.stored.lists).map((of) => this.#line(of))
    this.#dialog.querySelector("ul").replaceChildren(...lines)
    this.#dialog.showModal()
  }

  /** From coming to leaving, and back. */
  turn() {
    const { list, leaving } = this.#door.choice
    return this.#choose({ list, leaving: !leaving })
  }

  async #choose({ list, leaving = false }) {
    this.#dialog.close()
    document.activeElement?.blur() // what a hand scanner types next must not press the button again
    const { roster, store } = this.#door
    this.#door.choice = { list, leaving: leaving && Boolean(roster.list(list)?.exits) }
    this.#onChoice()
    await store.saveChoice(this.#door.choice).catch(() => {}) // it holds until the page is left
  }

  #line(listing) {
    const chosen = listing.list === this.#door.choice.list
    const button = Object.assign(document.createElement("button"), { type: "button" })
    button.className = chosen ? "button search-person" : "button button-2 search-person"
    button.dataset.list = listing.list
    button.setAttribute("aria-pressed", String(chosen))
    button.append(
      Object.assign(document.createElement("b"), { textContent: listName(listing) }),
      Object.assign(document.createElement("span"), {
        textContent: crowdWords(crowdAt(this.#door, listing.list)),
      }),
    )
    const line = document.createElement("li")
    line.append(button)
    return line
  }
}

/** How many are there, and of how many: those there is room for, or at the event all with a place. */
export function crowdWords({ list, inside, capacity }, placed = null) {
  if (capacity) return text("inside-room", { n: inside, capacity })
  if (list !== EVENT_LIST || placed === null) return text("inside", { n: inside })
  return text("inside-of", { n: inside, placed })
}
