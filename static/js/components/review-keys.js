/**
 * Texts that wait for a reader, gone through by keys: J and K go to the next and the previous, X ticks,
 * V accepts, H withholds. They work where the list has the focus, and while somebody types they are letters.
 */

export function wake(list) {
  const texts = [...list.children]
  const current = () => texts.findIndex((text) => text.contains(document.activeElement))
  const go = (number) => texts[Math.max(0, Math.min(number, texts.length - 1))].focus()
  const press = (selector) => texts[current()]?.querySelector(selector)?.click()
  const keys = {
    j: () => go(current() + 1),
    k: () => go(current() - 1),
    x: () => press("[type=checkbox]"),
    v: () => press("[value=accept]"),
    h: () => press("[value=withhold]"),
  }

  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    if (event.target.matches("textarea, input:not([type=checkbox]), select")) return
    const deed = keys[event.key.toLowerCase()]
    if (!deed) return
    event.preventDefault()
    deed()
  })
}
