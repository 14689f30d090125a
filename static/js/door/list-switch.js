/** Which list people are checked in to, and whether they come or leave: big, and remembered. */

import { EVENT_LIST } from "./lists.js"
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
    const choosable = roster.stored && (roster.openLists.length > 1 || choice.list !== EVENT_LIST)
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
    const { openLists } = this.#door.roster
    this.#dialog.querySelector("ul").replaceChildren(...openLists.map((of) => this.#line(of)))
    this.#dialog.showModal()
  }

  /** From coming to leaving, and back. */
  turn() {
    const { list, leaving } = this.#door.choice
    return this.#choose({ list, leaving: !leaving })
  }

  async #choose(choice) {
    this.#dialog.close()
    document.activeElement?.blur() // what a hand scanner types next must not press the button again
    await this.#door.choose(choice)
    this.#onChoice()
  }

  #line(listing) {
    const chosen = listing.list === this.#door.choice.list
    const button = Object.assign(document.createElement("button"), { type: "button" })
    button.className = chosen ? "button search-person" : "button button-2 search-person"
    button.dataset.list = listing.list
    button.setAttribute("aria-pressed", String(chosen))
    button.append(
      Object.assign(document.createElement("b"), { textContent: listName(listing) }),
      Object.assign(document.createElement("span"), { textContent: this.#crowdOf(listing) }),
    )
    const line = document.createElement("li")
    line.append(button)
    return line
  }

  #crowdOf(listing) {
    return crowdWords(this.#door.crowd(listing.list))
  }
}

/** How many are there, and of how many that there is room for. */
export function crowdWords({ inside, capacity }) {
  return capacity ? text("inside-of", { n: inside, capacity }) : text("inside", { n: inside })
}
