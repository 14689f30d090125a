/** What a combobox is built of: the field, the button, the list and the voice that counts. */

import { fold } from "./fold.js"
import { rank } from "./rank.js"

const SVG = "http://www.w3.org/2000/svg"

/** Put the parts before the select and hide it. The field takes over id, label, hint and error. */
export function furnish(select) {
  const frame = make("div", { class: "combobox" })
  const id = select.id
  const list = make("ul", { class: "combobox-list", id: `${id}-list`, role: "listbox", hidden: "" })
  const label = document.querySelector(`label[for="${id}"]`)
  if (label) list.setAttribute("aria-label", label.textContent.trim())

  const input = make("input", {
    class: select.className, id, type: "text", role: "combobox", autocomplete: "off",
    autocapitalize: "none", spellcheck: "false", "aria-autocomplete": "list",
    "aria-expanded": "false", "aria-controls": list.id,
  })
  for (const name of ["aria-describedby", "aria-invalid", "aria-required", "required"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name))
  }
  const button = make("button", {
    class: "combobox-open", type: "button", tabindex: "-1", "aria-label": select.dataset.open,
  })
  button.append(chevron())
  const voice = make("p", { class: "hidden-text", role: "status" })

  frame.append(input, button, list, voice)
  select.before(frame)
  select.id = `${id}-select`
  select.hidden = true
  select.required = false
  return { frame, input, button, list, voice, words: { ...select.dataset } }
}

/** Fill the list and show it. */
export function items({ frame, input, list, voice, words }, entries, { typed, chosen, matches }) {
  const rows = []
  if (!matches) rows.push(note("combobox-none", words.none))
  entries.forEach((entry, index) => {
    const starts = !typed && entry.group !== (entries[index - 1]?.group ?? "")
    if (starts && entry.group) rows.push(note("combobox-group", entry.group))
    rows.push(row(entry, `${list.id}-${index}`, { index, typed, selected: entry === chosen }))
  })
  list.replaceChildren(...rows)
  list.hidden = false
  list.scrollTop = 0
  frame.classList.add("combobox-shown")
  input.setAttribute("aria-expanded", "true")
  voice.textContent = typed ? count(matches, words) : ""
}

function count(number, words) {
  if (number === 0) return words.none
  return number === 1 ? words.one : words.many.replace("{n}", number)
}

/** One option; its other name is shown when it was found by that. */
function row(entry, id, { index, typed, selected }) {
  const item = make("li", {
    id, role: "option", "data-index": index, "aria-selected": String(selected),
  })
  if (entry.always && typed) item.className = "combobox-always"
  const label = make("span")
  label.append(...marked(entry.label, typed))
  item.append(label)
  if (entry.also && fold(typed) && rank(entry.label, typed) === Infinity) {
    const also = make("small")
    also.append(...marked(entry.also, typed))
    item.append(" ", also)
  }
  return item
}

/** A line that cannot be chosen: a heading, or that nothing matched. */
function note(name, text) {
  const line = make("li", { class: name, role: "presentation" })
  line.textContent = text
  return line
}

/** The text with the typed letters marked, where they stand together in it. */
function marked(text, typed) {
  const query = fold(typed)
  if (!query) return [text]
  for (let at = 0; at < text.length; at += 1) {
    for (let end = at + 1; end <= text.length; end += 1) {
      const part = fold(text.slice(at, end))
      if (part === query && text[at].trim()) {
        const mark = make("mark")
        mark.textContent = text.slice(at, end)
        return [text.slice(0, at), mark, text.slice(end)]
      }
      if (part && !query.startsWith(part)) break
    }
  }
  return [text]
}

function chevron() {
  const svg = document.createElementNS(SVG, "svg")
  for (const [name, value] of Object.entries({ class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" })) {
    svg.setAttribute(name, value)
  }
  const path = document.createElementNS(SVG, "path")
  path.setAttribute("d", "m5.500 9 6.500 6.500L18.500 9")
  svg.append(path)
  return svg
}

function make(tag, attributes = {}) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  return element
}
