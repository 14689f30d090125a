/** The preview of a text comes into the page; without script, and without network, the form is sent for it. */

export function wake(area) {
  const button = area.querySelector("button[formaction]")
  const place = area.querySelector(".markdown-preview")
  button.addEventListener("click", async (press) => {
    press.preventDefault()
    const read = await preview(button, place.id)
    if (!read) return button.form.requestSubmit(button)
    place.replaceChildren(...read.childNodes)
    place.hidden = false
  })
}

/** The same part of the page that the form would bring; null where that did not come. */
async function preview(button, id) {
  try {
    const body = new URLSearchParams()
    for (const [name, value] of new FormData(button.form)) {
      if (typeof value === "string") body.append(name, value)
    }
    const answer = await fetch(button.formAction, { method: "POST", body })
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    return page.getElementById(id)
  } catch {
    return null
  }
}
