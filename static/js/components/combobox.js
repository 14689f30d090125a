/**
 * Makes a long select searchable (ARIA 1.2: a combobox with a listbox). The select stays in the form
 * and holds the answer; what is added only chooses in it. Texts come with the select, translated.
 */

import { matching } from "../lib/rank.js"
import { fold } from "../lib/fold.js"
import { furnish, items } from "../lib/combobox-parts.js"

export function wake(select) {
  new Combobox(select)
}

class Combobox {
  #select
  #entries
  #parts
  #shown = []
  #active = -1
  #kept = ""

  constructor(select) {
    this.#select = select
    this.#entries = [...select.options]
      .filter((option) => option.value !== "")
      .map((option) => ({
        option,
        label: option.label,
        also: option.dataset.also ?? "",
        group: option.closest("optgroup")?.label ?? "",
        always: "always" in option.dataset,
      }))
    this.#parts = furnish(select)
    this.#parts.input.value = this.#chosen()?.label ?? ""
    this.#listen()
  }

  #chosen() {
    return this.#entries.find((entry) => entry.option.selected)
  }

  #listen() {
    const { input, list, button } = this.#parts
    input.addEventListener("input", () => this.#open(input.value))
    input.addEventListener("keydown", (event) => this.#key(event))
    input.addEventListener("click", () => list.hidden && this.#openAll())
    input.addEventListener("blur", () => this.#leave())
    // The field keeps the focus, and a phone its keyboard, while one presses in the list.
    for (const part of [list, button]) part.addEventListener("mousedown", (e) => e.preventDefault())
    button.addEventListener("click", () => {
      input.focus()
      list.hidden ? this.#openAll() : this.#close()
    })
    list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]")
      if (item?.dataset.index) this.#choose(this.#shown[Number(item.dataset.index)])
    })
  }

  /** Show what matches; everything when nothing is typed. */
  #open(typed) {
    const found = matching(this.#entries, typed).filter((entry) => !typed || !entry.always)
    const always = typed ? this.#entries.filter((entry) => entry.always) : []
    this.#shown = [...found, ...always]
    items(this.#parts, this.#shown, { typed, chosen: this.#chosen(), matches: found.length })
    this.#point(typed ? (found.length ? 0 : -1) : this.#shown.indexOf(this.#chosen()))
  }

  /** The whole list, with the old answer marked so that typing replaces it. */
  #openAll() {
    this.#parts.input.select()
    this.#open("")
  }

  #close() {
    const { input, list, frame } = this.#parts
    list.hidden = true
    frame.classList.remove("combobox-shown")
    input.setAttribute("aria-expanded", "false")
    input.removeAttribute("aria-activedescendant")
    this.#active = -1
  }

  #point(index) {
    const { input, list } = this.#parts
    list.querySelector(".combobox-active")?.classList.remove("combobox-active")
    this.#active = index
    const item = list.querySelector(`[data-index="${index}"]`)
    if (!item) return input.removeAttribute("aria-activedescendant")
    item.classList.add("combobox-active")
    item.scrollIntoView({ block: "nearest" })
    input.setAttribute("aria-activedescendant", item.id)
  }

  #choose(entry) {
    const before = this.#select.value
    this.#select.value = entry?.option.value ?? ""
    if (entry) this.#parts.input.value = entry.label
    if (this.#select.value !== before) {
      this.#select.dispatchEvent(new Event("change", { bubbles: true }))
    }
    this.#close()
  }

  /** On the way out: what was typed in full counts, and so does the only match. */
  #leave() {
    const typed = this.#parts.input.value.trim()
    const found = typed ? matching(this.#entries, typed) : []
    const exact = found.find((entry) => fold(entry.label) === fold(typed))
    if (typed && found.length === 0) return this.#keep(typed)
    this.#choose(exact ?? (found.length === 1 ? found[0] : undefined))
  }

  /**
   * What is not in the list goes to the field for such things, where the page has one. It takes the
   * place of what was kept before, but never of what was written into that field itself.
   */
  #keep(typed) {
    const other = document.getElementById(this.#select.dataset.other)
    if (other && (!other.value || other.value === this.#kept)) other.value = this.#kept = typed
    this.#choose(other ? this.#entries.find((entry) => entry.always) : undefined)
  }

  #key(event) {
    const open = !this.#parts.list.hidden
    const last = this.#shown.length - 1
    const act = {
      ArrowDown: () => (open ? this.#point(Math.min(this.#active + 1, last)) : this.#open("")),
      ArrowUp: () => (open ? this.#point(Math.max(this.#active - 1, 0)) : this.#open("")),
      Home: open && event.ctrlKey && (() => this.#point(0)),
      End: open && event.ctrlKey && (() => this.#point(last)),
      Enter: open && this.#active >= 0 && (() => this.#choose(this.#shown[this.#active])),
      Escape: (open || this.#parts.input.value) && (() => this.#escape(open)),
    }[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }

  /** The first Escape closes the list, the second empties the field. */
  #escape(open) {
    if (open) return this.#close()
    this.#parts.input.value = ""
    this.#choose(undefined)
  }
}
