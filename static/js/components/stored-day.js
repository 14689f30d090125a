/** In the page that a phone keeps: of all moments, shows the one that it is by the phone's clock. */

export function wake(element) {
  const moments = [...element.children].map((part) => ({ part, from: Date.parse(part.dataset.from) }))
  const show = () => {
    const begun = moments.filter(({ from }) => from <= Date.now())
    const current = begun.at(-1) ?? moments[0]
    for (const { part } of moments) part.hidden = part !== current.part
  }
  show()
  setInterval(show, 20_000)
  document.addEventListener("visibilitychange", show)
}
