/**
 * What has been filled in stays in this tab until it is sent: a phone on a train loses its network,
 * or drops the page while its owner reads a mail. Nothing of it leaves the tab before it is sent.
 */

const PREFIX = "typed:"

export function wake(form) {
  const key = PREFIX + new URL(form.action).pathname
  // A form that came back has what was typed from the server already.
  if (!form.querySelector(".field-bad")) fill(form, read(key))
  for (const kind of ["input", "change"]) form.addEventListener(kind, () => write(key, typed(form)))
}

/** Forget what this tab has kept: it has arrived, or is too late. */
export function forget() {
  attempt(() => {
    const keys = Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX))
    for (const key of keys) sessionStorage.removeItem(key)
  })
}

const hidden = (field) => field.type === "hidden"
const chosen = (field) => ["checkbox", "radio"].includes(field.type)

/** Names and values as they would be sent, without what nobody typed. */
function typed(form) {
  const unseen = new Set([...form.elements].filter(hidden).map((field) => field.name))
  return [...new FormData(form)].filter(([name]) => !unseen.has(name))
}

function fill(form, kept) {
  if (!kept) return
  for (const field of form.elements) {
    if (!field.name || hidden(field)) continue
    const values = kept.filter(([name]) => name === field.name).map(([, value]) => value)
    if (chosen(field)) field.checked = values.includes(field.value)
    else if (values.length) field.value = values[0]
  }
}

const read = (key) => attempt(() => JSON.parse(sessionStorage.getItem(key)))
const write = (key, value) => attempt(() => sessionStorage.setItem(key, JSON.stringify(value)))

/** Storage may be switched off, or full; then the form is as it would be without script. */
function attempt(deed) {
  try {
    return deed()
  } catch {
    return null
  }
}
