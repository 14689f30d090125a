/** The page's sentences in its language, and small pieces of page made from them. */

/** A sentence of the page, with its figures put in. */
export function text(key, values = {}) {
  const sentence = document.querySelector(`[data-text="${key}"]`)?.textContent ?? ""
  return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "")
}

// Whom nobody knows by their ticket, but who was let in with it.
const NAMELESS = new Set(["unlisted", "other-event"])

export function keyOf({ verdict, reason, forced, scan }) {
  if (forced) return NAMELESS.has(scan.verdict) ? "forced-unlisted" : "forced"
  return reason ?? verdict
}

export function set(name, words) {
  const slot = document.querySelector(`[data-bar="${name}"]`)
  if (slot.textContent !== words) slot.textContent = words
}

export function item(time, label) {
  const line = document.createElement("li")
  const when = document.createElement("time")
  when.textContent = time
  line.append(when, Object.assign(document.createElement("span"), { textContent: label }))
  return line
}

export function paragraph(words) {
  return Object.assign(document.createElement("p"), { textContent: words })
}
