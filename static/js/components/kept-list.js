/** The door's list on this device, after a tick: kept with its own files, and forgotten by one press. */

const NAME = "kept-list "
const LOOK_AT_TIME = 30_000 // milliseconds

export async function wake(section) {
  const parts = (name) => section.querySelectorAll(`[data-part="${name}"]`)
  const { store, scope } = section.dataset
  await forgetOver()
  if (!("serviceWorker" in navigator)) return
  show(await caches.has(store))

  parts("keep")[0]?.addEventListener("submit", async (event) => {
    event.preventDefault()
    try {
      await keep(section.dataset)
      show(true)
      say("kept")
    } catch {
      await forget(store, scope)
      say("failed")
    }
  })
  for (const button of parts("forget")) {
    button.addEventListener("click", async () => {
      await forget(store, scope)
      if (section.dataset.home) return location.assign(section.dataset.home)
      show(false)
      say("forgotten")
    })
  }

  function show(kept) {
    for (const part of parts("kept")) part.hidden = !kept
    for (const part of parts("keep")) part.hidden = kept
  }

  function say(key) {
    const words = section.querySelector(`[data-said="${key}"]`)
    parts("said")[0].textContent = words.textContent
  }
}

/** Lists whose time is over, of whichever event: their names end in the moment when it is. */
export async function forgetOver() {
  for (const name of (await globalThis.caches?.keys()) ?? []) {
    if (name.startsWith(NAME) && isOver(name)) await caches.delete(name)
  }
}

/** Empty the list's own page when its time is over, left open or brought back by the browser. */
export function leaveWhenOver(main) {
  const { store, home } = main.dataset
  const look = async () => {
    if (!isOver(store)) return
    clearInterval(timer)
    main.replaceChildren()
    await forgetOver()
    location.replace(home)
  }
  const timer = setInterval(look, LOOK_AT_TIME)
  addEventListener("pageshow", look)
  document.addEventListener("visibilitychange", look)
}

function isOver(name) {
  return Number(name.split(" ").at(-1)) <= Date.now()
}

async function keep({ store, url, files, worker, scope }) {
  const cache = await caches.open(store)
  for (const address of [url, ...files.split(" ")]) {
    const answer = await fetch(address, { redirect: "error", cache: "no-store" })
    if (!answer.ok) throw new Error(String(answer.status))
    await cache.put(address, answer)
  }
  await navigator.serviceWorker.register(worker, { scope })
}

async function forget(store, scope) {
  await caches.delete(store)
  const worker = await navigator.serviceWorker.getRegistration(scope)
  await worker?.unregister()
}
