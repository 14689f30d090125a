/** The field for typing: a ticket code is read here, a desk code or a name is asked for. */

import { search } from "./sync.js"
import { mistyped, read } from "./ticket-code.js"
import { text } from "./page-text.js"

export class SearchDialog {
  #dialog
  #field
  #results
  #note
  #onCode
  #onPerson

  /**
   * @param {HTMLDialogElement} dialog
   * @param {(typed: string) => void} onCode
   * @param {(person: object) => void} onPerson
   */
  constructor(dialog, onCode, onPerson) {
    this.#dialog = dialog
    this.#field = dialog.querySelector("input")
    this.#results = dialog.querySelector("[data-part=results]")
    this.#note = dialog.querySelector("[data-part=note]")
    this.#onCode = onCode
    this.#onPerson = onPerson
    dialog.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault()
      this.#look(this.#field.value)
    })
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("[data-closes]")) dialog.close()
    })
    dialog.addEventListener("close", () => this.#empty())
  }

  open() {
    this.#empty()
    this.#dialog.showModal()
    this.#field.focus()
  }

  async #look(typed) {
    if (read(typed)) {
      this.#dialog.close()
      return this.#onCode(typed)
    }
    this.#results.replaceChildren()
    if (mistyped(typed)) {
      this.#note.textContent = text("mistyped")
      return
    }
    this.#note.textContent = text("looking")
    try {
      this.#list(await search(typed))
    } catch {
      this.#note.textContent = text("needs-network")
    }
  }

  #list(people) {
    this.#note.textContent = people.length ? "" : text("nobody")
    this.#results.replaceChildren(...people.map((person) => this.#choice(person)))
  }

  #choice(person) {
    const button = Object.assign(document.createElement("button"), { type: "button" })
    button.className = "button button-2 search-person"
    const name = Object.assign(document.createElement("b"), { textContent: person.name })
    const where = Object.assign(document.createElement("span"), { textContent: person.organisation })
    button.append(name, where)
    button.addEventListener("click", () => {
      this.#dialog.close()
      this.#onPerson(person)
    })
    const line = document.createElement("li")
    line.append(button)
    return line
  }

  #empty() {
    this.#field.value = ""
    this.#note.textContent = ""
    this.#results.replaceChildren()
  }
}
