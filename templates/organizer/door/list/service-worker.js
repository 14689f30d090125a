{# Its name says when the copy ends; the server writes name and address. #}
/** Shows the kept list without network. It forgets the list in time, and when the server says so. */

const STORE = {{ store|tojson }}
const PAGE = {{ kept_url|tojson }}
const ENDS = Number(STORE.split(" ").at(-1))

const begun = forgetWhenOver() // whatever the browser has started it for

self.addEventListener("install", () => self.skipWaiting())
self.addEventListener("activate", (event) => event.waitUntil(begun.then(() => self.clients.claim())))

self.addEventListener("fetch", (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method === "GET" && origin === location.origin) event.respondWith(answer(event, pathname))
})

async function answer(event, pathname) {
  await forgetWhenOver()
  const kept = await caches.match(event.request, { cacheName: STORE, ignoreVary: true })
  if (!kept) return fetch(event.request)
  if (pathname === PAGE) event.waitUntil(renew().catch(() => {})) // without network it stays as it is
  return kept
}

async function forgetWhenOver() {
  if (Date.now() >= ENDS) await caches.delete(STORE)
}

/** Take the newest list; whoever may not see it any more, or where there is none, keeps none. */
async function renew() {
  const newest = await fetch(PAGE, { redirect: "manual", cache: "no-store" })
  if (newest.ok && !(await caches.has(STORE))) return // it has been forgotten meanwhile
  if (newest.ok) return (await caches.open(STORE)).put(PAGE, newest)
  if ([403, 404, 410].includes(newest.status)) return caches.delete(STORE)
}
