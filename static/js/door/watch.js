/** What goes on by itself: the odometer, the roster's end, network and screen coming and going. */

import { stayAwake } from "./stay-awake.js"

const SAVE_CLOCK = 10_000
const LOOK_AT_TIME = 60_000

/**
 * @param {object} door
 * @param {object} syncLoop
 * @param {() => void} report called when what the page says may have aged
 * @param {() => void} over called when the roster's time is up
 */
export function watch(door, syncLoop, report, over) {
  const expire = () => door.expire().then((expired) => expired && over())
  setInterval(() => door.store.saveClock(door.clock.state).catch(() => {}), SAVE_CLOCK)
  setInterval(expire, LOOK_AT_TIME)
  expire()
  addEventListener("online", () => syncLoop.refresh())
  addEventListener("offline", () => syncLoop.refresh())
  addEventListener("beforeunload", (event) => door.outbox.hasUnsaved && event.preventDefault())
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return
    report()
    syncLoop.run()
  })
  stayAwake()
  navigator.storage?.persist?.()
  navigator.serviceWorker?.register("/door/service-worker.js", { scope: "/door" })
}
