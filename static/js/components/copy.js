/** Copies the address in the field, and says so. */

export function wake(part) {
  const button = part.querySelector("button")
  const field = part.querySelector("input")
  const label = button.querySelector("span")
  const before = label.textContent
  if (!navigator.clipboard) return

  button.hidden = false
  button.addEventListener("click", async () => {
    field.select()
    await navigator.clipboard.writeText(field.value)
    label.textContent = button.dataset.done
    setTimeout(() => (label.textContent = before), 4000)
  })
}
