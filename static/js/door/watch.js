/** What goes on by itself while the page is open. */

const SAVE_CLOCK = 10_000
const LOOK_AT_TIME = 60_000

/** Start it: the odometer, the roster's end, network and screen coming and going. */
export function watch(door, syncLoop, report, over) {
  setInterval(() => door.store.saveClock(door.clock.state).catch(() => {}), SAVE_CLOCK)
  setInterval(() => door.expire().then((expired) => expired && over()), LOOK_AT_TIME)
  door.expire().then((expired) => expired && over())
  addEventListener("online", () => syncLoop.run())
  addEventListener("offline", () => syncLoop.run())
  addEventListener("beforeunload", (event) => door.outbox.hasUnsaved && event.preventDefault())
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return
    stayAwake()
    report()
    syncLoop.run()
  })
  stayAwake()
  navigator.storage?.persist?.()
  navigator.serviceWorker?.register("/door/service-worker.js", { scope: "/door" })
}

function stayAwake() {
  navigator.wakeLock?.request("screen").catch(() => {}) // low battery, or not allowed: so be it
}
