/** A file that is too large is refused before it is sent: what else was typed stays. */

export function wake(box) {
  const input = box.querySelector("input[type=file]")
  const { most, words } = box.dataset
  const error = document.createElement("p")
  error.className = "error"
  error.role = "alert"
  error.id = `${input.id}-too-large`
  input.before(error)

  /** Whether a file is too large; says so, or takes it back. */
  function refuses() {
    const large = [...input.files].some((file) => file.size > Number(most))
    error.textContent = large ? words : ""
    box.querySelector(".field").classList.toggle("field-bad", large)
    input.toggleAttribute("aria-invalid", large)
    if (large) input.setAttribute("aria-errormessage", error.id)
    else input.removeAttribute("aria-errormessage")
    return large
  }

  input.addEventListener("change", refuses)
  // Before whatever else the form does when it is sent.
  box.closest("form").addEventListener("submit", (event) => {
    if (!refuses()) return
    event.preventDefault()
    event.stopImmediatePropagation()
    input.focus()
  }, { capture: true })
}
