/** Whoever types code after code replaces one that was wrong by typing on. */

export function wake(field) {
  field.focus()
  field.select()
}
