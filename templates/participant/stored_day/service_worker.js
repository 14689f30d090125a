{# The list of files is written by the server, so that it cannot go stale. #}
/**
 * After "remember me on this phone": keeps one page and its picture, for when there is no network or a very slow one.
 * It goes at once with "forget", and as soon as the server or the clock says that it is over.
 */

const CACHE = "own-day"
const HOME = {{ home|tojson }}
const PAGE = {{ page|tojson }}
const PICTURE = {{ picture|tojson }}
const FILES = {{ files|tojson }}
const PATIENCE_MS = 4000

self.addEventListener("install", () => self.skipWaiting())

self.addEventListener("activate", (event) => {
  event.waitUntil(caches.delete(CACHE).then(keep).then(() => self.clients.claim()))
})

self.addEventListener("fetch", (event) => {
  const { request } = event
  const { origin, pathname, search } = new URL(request.url)
  if (origin !== location.origin) return
  if (request.method === "POST" && pathname.endsWith("/phone")) event.waitUntil(caches.delete(CACHE))
  if (request.method !== "GET") return
  // A module that another one loads is asked for without the version in its name.
  const name = FILES.find((file) => [file, file.split("?")[0]].includes(pathname + search))
  if (pathname === PICTURE) event.respondWith(picture(request))
  else if (request.mode === "navigate") event.respondWith(answer(event, pathname))
  else if (name) event.respondWith(file(name, request))
})

async function answer(event, pathname) {
  const network = fetch(event.request)
  event.waitUntil(network.then(keep).catch(() => {}))
  const page = await storedFor(pathname)
  if (!page) return network
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))
  const response = await Promise.race([network.catch(() => null), patience])
  return response && response.status < 500 ? response : page
}

async function file(name, request) {
  return (await caches.match(name, { cacheName: CACHE })) ?? fetch(request)
}

/** Opened large it is a page of its own: kept for as long as the page that it belongs to. */
async function picture(request) {
  const copy = (await storedFor(PAGE)) && (await caches.match(request.url, { cacheName: CACHE }))
  return copy || fetch(request)
}

let latest = Promise.resolve()

/** One after the other: what was fetched before "forget" is not stored after it. */
function keep() {
  latest = latest.catch(() => {}).then(renew)
  return latest
}

/** Fetches the page anew; a phone that should keep nothing any more keeps nothing, this script included. */
async function renew() {
  const response = await fetch(PAGE, { cache: "no-store" })
  if (response.status === 404) return forget()
  if (!response.ok) return
  const cache = await caches.open(CACHE)
  await cache.put(PAGE, response)
  const shown = response.headers.get("X-Picture")
  for (const { url } of await cache.keys(PICTURE, { ignoreSearch: true })) if (!url.endsWith(shown)) await cache.delete(url)
  for (const name of shown ? [...FILES, shown] : FILES) if (!(await cache.match(name))) await cache.add(name)
}

async function storedFor(pathname) {
  const page = await caches.match(PAGE, { cacheName: CACHE })
  if (!page) return null
  if (Date.now() >= Date.parse(page.headers.get("X-Stored-Until"))) return forget()
  const own = page.headers.get("X-Link-Digest")
  return pathname === HOME || pathname === PAGE || (await linkDigest(pathname)) === own ? page : null
}

async function forget() {
  await caches.delete(CACHE)
  await self.registration.unregister()
  return null
}

async function linkDigest(pathname) {
  const link = new TextEncoder().encode(pathname.slice(HOME.length + 1).split("/")[0])
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", link))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")
}
