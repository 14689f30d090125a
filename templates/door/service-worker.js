{# The list of files and its version are written by the server, so that neither can go stale. #}
/** Keeps the door's own files, so that the page opens without network. Never touches /api. */

const CACHE = {{ ("door-" ~ version)|tojson }}
const PAGES = {{ pages|tojson }}
const FILES = {{ files|tojson }}
const TRAINING = {{ training|tojson }}

self.addEventListener("install", (event) => {
  event.waitUntil(keep().then(() => self.skipWaiting()))
})

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOld().then(() => self.clients.claim()))
})

self.addEventListener("fetch", (event) => {
  const { request } = event
  const { origin, pathname, search } = new URL(request.url)
  if (request.method !== "GET" || origin !== location.origin) return
  const page = request.mode === "navigate" && PAGES[pathname]
  if (page) event.respondWith(answer(page, request))
  else if ([...FILES, ...TRAINING].includes(pathname + search)) event.respondWith(answer(pathname + search, request))
})

async function keep() {
  const cache = await caches.open(CACHE)
  await cache.addAll(FILES.map(fresh))
  await cache.addAll(TRAINING.map(fresh)).catch(() => {}) // afterwards: the door opens without it
}

function fresh(file) {
  return new Request(file, { cache: "reload" })
}

async function forgetOld() {
  const names = await caches.keys()
  const old = names.filter((name) => name.startsWith("door-") && name !== CACHE)
  await Promise.all(old.map((name) => caches.delete(name)))
}

async function answer(file, request) {
  const cache = await caches.open(CACHE)
  return (await cache.match(file)) ?? fetch(request)
}
