/** The form for somebody who is not registered. It takes no name of who says they are protected. */

import { text } from "./page-text.js"
import { fetchOrganisations } from "./sync.js"
import { canNote, noteWalkIn, takeBack } from "./walk-in.js"

/**
 * What the buttons do: open the form, for whoever was just let in with an unknown ticket too, and
 * take back whom the screen shows.
 */
export function walkInActions(dialog, door, screen, show) {
  const note = (person, scan) => show(noteWalkIn(door, person, scan))
  const form = new WalkInDialog(dialog, note, fetchOrganisations)
  const open = () => {
    if (!canNote(door)) return screen.show({ verdict: "missing" })
    const { shown } = screen
    return form.open(shown?.key === "forced-unlisted" ? shown.scan.id : null)
  }
  return { "walk-in": open, "take-back": () => show(takeBack(door, screen.shown)) }
}

class WalkInDialog {
  #dialog
  #form
  #note
  #listed
  #onPerson
  #organisations
  #scan = null

  /**
   * @param {HTMLDialogElement} dialog
   * @param {(person: object, scan: string | null) => void} onPerson
   * @param {() => Promise<string[]>} organisations names to choose from; rejects without network
   */
  constructor(dialog, onPerson, organisations) {
    this.#dialog = dialog
    this.#form = dialog.querySelector("form")
    this.#note = dialog.querySelector("[data-part=walk-in-note]")
    this.#listed = dialog.querySelector("datalist")
    this.#onPerson = onPerson
    this.#organisations = organisations
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault()
      this.#send()
    })
    dialog.addEventListener("click", (event) => {
      if (event.target.closest("[data-closes]")) dialog.close()
      if (event.target.closest("[data-protected]")) this.#lead()
    })
    dialog.addEventListener("close", () => this.#empty())
  }

  /** @param {string | null} scan the id of the scan by which their unknown ticket was let in */
  open(scan) {
    this.#empty()
    this.#scan = scan
    this.#dialog.showModal()
    this.#form.elements.name.focus()
    this.#list()
  }

  #send() {
    const typed = (name) => this.#form.elements[name].value.trim().replace(/\s+/g, " ")
    const person = { name: typed("name"), organisation: typed("organisation"), email: typed("email") }
    const missing = !person.name ? "name" : person.email && !person.email.includes("@") ? "email" : ""
    if (missing) {
      this.#note.textContent = text(`walk-in-${missing}`)
      return this.#form.elements[missing].focus()
    }
    const scan = this.#scan
    this.#dialog.close() // and nothing typed is left on the page
    this.#onPerson(person, scan)
  }

  /** Whoever is protected is led to the desk, and no name is taken. */
  #lead() {
    this.#empty()
    this.#show("protected")
  }

  /** Fetched once, while there is a network; without, one types. */
  async #list() {
    if (this.#listed.children.length) return
    const names = await this.#organisations().catch(() => [])
    const options = names.map((name) => Object.assign(document.createElement("option"), { value: name }))
    this.#listed.replaceChildren(...options)
  }

  #empty() {
    this.#form.reset()
    this.#note.textContent = ""
    this.#show("form")
  }

  #show(part) {
    for (const section of this.#dialog.querySelectorAll("[data-section]")) {
      section.hidden = section.dataset.section !== part
    }
  }
}
