/** A form is sent once: the button says so and stays where it is, and a second press does nothing. */

// Long enough for a slow answer, short enough for a network that never answered.
const PATIENCE = 15_000

export function wake(form) {
  const voice = document.createElement("p")
  voice.className = "hidden-text"
  voice.role = "status"
  form.append(voice)

  let restore = null
  const forget = () => {
    restore?.()
    restore = null
  }
  form.addEventListener("submit", (event) => {
    if (restore) return event.preventDefault()
    restore = () => {}
    // After the browser has gathered the fields: what the button is called must travel with them.
    setTimeout(() => (restore = say(event.submitter, voice)), 0)
    setTimeout(forget, PATIENCE)
  })
  // Coming back by the browser's own button shows the page as it was left.
  addEventListener("pageshow", (event) => event.persisted && forget())
}

/** Let the button say that it is sending; the answer takes it back. */
function say(button, voice) {
  if (!button?.dataset.busy) return () => {}
  const label = [...button.childNodes]
  button.replaceChildren(button.dataset.busy)
  button.setAttribute("aria-disabled", "true")
  voice.textContent = button.dataset.busy
  return () => {
    button.replaceChildren(...label)
    button.removeAttribute("aria-disabled")
    voice.textContent = ""
  }
}
