/**
 * Renews a part of the page while it is looked at, or each `data-region` in it by itself; without
 * script one loads the page again.
 */

const SELECTOR = `[data-component~="renew"]`

export function wake(part) {
  setInterval(() => document.hidden || renew(part), Number(part.dataset.every) * 1000)
}

async function renew(part) {
  const regions = part.querySelectorAll("[data-region]")
  if (!regions.length && part.contains(document.activeElement)) return
  const text = await load(location.href).catch(() => null)
  // A screen that stands still must not look as if it went on.
  part.querySelector("[data-when-stale]")?.toggleAttribute("hidden", Boolean(text))
  if (!text) return
  const page = new DOMParser().parseFromString(text, "text/html")
  if (!regions.length) replace(part, page.querySelector(SELECTOR))
  for (const region of regions) replace(region, page.getElementById(region.id))
}

/** Not under somebody's hands; what they have unfolded stays so. */
function replace(part, fresh) {
  const used = part.contains(document.activeElement) ? document.activeElement : null
  const unfolding = used?.matches("summary") ? used.closest("details[id]")?.id : null
  if (!fresh || (used && !unfolding)) return
  for (const { id } of part.querySelectorAll("details[id][open]")) {
    fresh.querySelector(`#${id}`)?.setAttribute("open", "")
  }
  part.replaceChildren(...fresh.childNodes)
  if (unfolding) part.querySelector(`#${unfolding} > summary`)?.focus()
}

async function load(address) {
  const answer = await fetch(address, { redirect: "error" })
  return answer.ok ? answer.text() : null
}
