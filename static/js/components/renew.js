/** Renews a part of the page while it is looked at; without script one loads the page again. */

export function wake(part) {
  const selector = `[data-component~="renew"]`
  setInterval(async () => {
    // Not under somebody's hands, and not for nobody.
    if (document.hidden || part.contains(document.activeElement)) return
    const answer = await fetch(location.href, { redirect: "error" }).catch(() => null)
    if (!answer?.ok) return
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const fresh = page.querySelector(selector)
    if (fresh) part.replaceChildren(...fresh.childNodes)
  }, Number(part.dataset.every) * 1000)
}
