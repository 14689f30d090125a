/**
 * The button for the other language sends one form along, and of several the first. With script it is
 * the one that somebody has typed in last.
 */

export function wake(button) {
  document.addEventListener("input", (typing) => {
    const form = typing.target.form
    if (!form?.id.startsWith("typed-form-")) return
    const address = new URL(form.action)
    address.searchParams.set(button.name, button.value)
    button.setAttribute("form", form.id)
    button.formAction = address.href
  })
}
