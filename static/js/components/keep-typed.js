/**
 * What has been filled in stays on this device until it is sent: a phone on a train loses its network,
 * or its owner closes the tab to read a mail. Nothing of it leaves the device before it is sent. The page
 * says so, in `.typed-kept`, and has a button that removes it.
 */

const PREFIX = "typed:"
const STEP = "typed-step:"
// After so long a survey has closed, and what was left behind is nobody's use.
const DAYS_MAX = 31
const DAY = 24 * 60 * 60 * 1000

export function wake(form) {
  attempt(() => removeOld(Date.now() - DAYS_MAX * DAY))
  const key = PREFIX + pathOf(form)
  const kept = read(key)
  const note = form.querySelector(".typed-kept")
  // A form that came back has what was typed from the server already.
  if (kept && !form.querySelector(".field-bad")) fill(form, kept)
  if (note) {
    note.hidden = !kept
    note.querySelector("button").addEventListener("click", () => remove(form, note))
  }
  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, () => {
      if (write(key, { at: Date.now(), values: typed(form) }) && note) note.hidden = false
    })
  }
}

/** Forget what this device has kept: it has arrived, or is too late. */
export function forget() {
  for (const storage of [() => sessionStorage, () => localStorage]) {
    attempt(() => {
      for (const key of keysOf(storage())) storage().removeItem(key)
    })
  }
}

/** Remember at which step somebody is, and which it was; none where nothing is kept. */
export function keepStep(form, number) {
  attempt(() => localStorage.setItem(STEP + pathOf(form), String(number)))
}

export function keptStep(form) {
  if (!read(PREFIX + pathOf(form))) return 0
  return Number(attempt(() => localStorage.getItem(STEP + pathOf(form)))) || 0
}

const pathOf = (form) => new URL(form.action).pathname
const keysOf = (storage) =>
  Object.keys(storage).filter((key) => key.startsWith(PREFIX) || key.startsWith(STEP))
const hidden = (field) => field.type === "hidden"
const chosen = (field) => ["checkbox", "radio"].includes(field.type)

/** Names and values as they would be sent, without what nobody typed. */
function typed(form) {
  const unseen = new Set([...form.elements].filter(hidden).map((field) => field.name))
  return [...new FormData(form)].filter(([name]) => !unseen.has(name))
}

function fill(form, kept) {
  for (const field of form.elements) {
    if (!field.name || hidden(field)) continue
    const values = kept.filter(([name]) => name === field.name).map(([, value]) => value)
    if (chosen(field)) field.checked = values.includes(field.value)
    else if (values.length) field.value = values[0]
  }
}

/** Empty the form and this device. Whoever else listens goes back to the beginning. */
function remove(form, note) {
  forget()
  form.reset()
  note.hidden = true
  form.dispatchEvent(new CustomEvent("typed-removed"))
}

/** The names and values that are kept; an older page kept them in its tab, as a bare list. */
function read(key) {
  const kept = attempt(() => JSON.parse(localStorage.getItem(key)))
  return kept?.values ?? attempt(() => JSON.parse(sessionStorage.getItem(key)))
}

function write(key, value) {
  return attempt(() => {
    localStorage.setItem(key, JSON.stringify(value))
    return true
  })
}

function removeOld(before) {
  for (const key of Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))) {
    if ((attempt(() => JSON.parse(localStorage.getItem(key)).at) ?? 0) >= before) continue
    localStorage.removeItem(key)
    localStorage.removeItem(STEP + key.slice(PREFIX.length))
  }
}

/** Storage may be switched off, or full; then the form is as it would be without script. */
function attempt(deed) {
  try {
    return deed()
  } catch {
    return null
  }
}
