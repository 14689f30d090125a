/** Renews a part of the page while it is looked at; without script one loads the page again. */

export function wake(part) {
  const selector = `[data-component~="renew"]`
  setInterval(async () => {
    // Not under somebody's hands, and not for nobody.
    if (document.hidden || part.contains(document.activeElement)) return
    const text = await load(location.href).catch(() => null)
    const page = text && new DOMParser().parseFromString(text, "text/html")
    const fresh = page?.querySelector(selector)
    if (fresh) part.replaceChildren(...fresh.childNodes)
  }, Number(part.dataset.every) * 1000)
}

async function load(address) {
  const answer = await fetch(address, { redirect: "error" })
  return answer.ok ? answer.text() : null
}
