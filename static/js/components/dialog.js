/** Opens a dialog from the links that name it; without script they lead to a page instead. */

export function wake(dialog) {
  for (const opener of document.querySelectorAll(`[data-opens="${dialog.id}"]`)) {
    opener.addEventListener("click", (event) => {
      event.preventDefault()
      dialog.showModal()
    })
  }
  dialog.addEventListener("click", (event) => {
    const outside = event.target === dialog && !within(dialog.getBoundingClientRect(), event)
    if (outside || event.target.closest("[data-closes]")) dialog.close()
  })
}

function within(box, { clientX, clientY }) {
  return clientX >= box.left && clientX <= box.right && clientY >= box.top && clientY <= box.bottom
}
