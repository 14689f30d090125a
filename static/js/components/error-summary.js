/** The list of what must be put right takes focus, so that it is read first. */

export function wake(summary) {
  summary.focus()
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']")
    const field = link && document.getElementById(link.hash.slice(1))
    if (!field) return
    event.preventDefault()
    // The label and the hint should be seen, not only the box.
    const whole = field.closest(".field, fieldset") ?? field
    whole.scrollIntoView({ block: "start" })
    field.focus({ preventScroll: true })
  })
}
