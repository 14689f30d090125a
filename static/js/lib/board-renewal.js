/** A fresh board in place of the old one, where what somebody is at stays as it was. */

/** The session of that code, or the one that is focused, is so afterwards; `still`: the day stays where it is in the window. */
export function replace(board, fresh, code, still) {
  const open = board.querySelector("[data-several]")?.open
  const ticked = [...board.querySelectorAll("[name=chosen]:checked")].map((box) => box.id)
  const old = board.querySelector(".board-scroll")
  const { scrollLeft, scrollTop } = old
  const { top } = old.getBoundingClientRect()
  const focused = code ?? document.activeElement?.closest("[data-code]")?.dataset.code
  const focusVisible = board.querySelector(":focus-visible") !== null // whoever drags is not led by keys
  for (const [name, value] of Object.entries(fresh.dataset)) board.dataset[name] = value
  board.replaceChildren(...fresh.childNodes)
  const pane = Object.assign(board.querySelector(".board-scroll"), { scrollLeft, scrollTop })
  board.querySelector("[data-several]")?.toggleAttribute("open", Boolean(open))
  for (const id of ticked) if (board.querySelector(`#${id}`)) board.querySelector(`#${id}`).checked = true
  if (focused) board.querySelector(`[data-code="${focused}"] a`)?.focus({ preventScroll: true, focusVisible })
  // A notice that comes or goes above does not take the day away from under a hand.
  if (still) scrollBy(0, pane.getBoundingClientRect().top - top)
}

/** Whether something is filled in that a new board would take away. */
export function filled(board) {
  return [...board.querySelectorAll("textarea, select, input:not([type=hidden], [type=checkbox])")].some((input) =>
    input.options
      ? input.selectedOptions[0] !== ([...input.options].find((option) => option.defaultSelected) ?? input.options[0])
      : input.value !== input.defaultValue,
  )
}
