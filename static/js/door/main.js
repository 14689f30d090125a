/** The door's composition root: the only file that knows all the others. */

import { Book } from "./book.js"
import { toBase64Url } from "./bytes.js"
import { Camera } from "./camera.js"
import { Clock } from "./clock.js"
import { Courier } from "./courier.js"
import { Door } from "./door.js"
import { Finder } from "./finder.js"
import { Outbox } from "./outbox.js"
import { noteOwn } from "./own-scans.js"
import { Screen } from "./screen.js"
import { Store } from "./store.js"
import * as network from "./sync.js"
import { wakeOnTouch } from "./voice.js"
import { text } from "./words.js"

const SAVE_CLOCK = 10_000
const LOOK_AT_TIME = 60_000
const part = (name) => document.querySelector(`[data-part="${name}"]`)

const root = document.querySelector("[data-door]")
// Two pages would each count and send on their own: the second one says so and does nothing.
if (root) navigator.locks.request("door", { ifAvailable: true }, (lock) => begin(lock))

function begin(lock) {
  if (!lock) return new Screen(part("verdict"), new Book()).stop("other-tab")
  return open().then(() => new Promise(() => {})) // the lock is held as long as the page lives
}

async function open() {
  const store = await Store.open()
  const kept = await store.load()
  const life = kept.life ?? { life: toBase64Url(crypto.getRandomValues(new Uint8Array(9))), seq: 0 }
  if (!kept.life) await store.saveLife(life)
  const clock = new Clock(kept.clock)
  const book = new Book(kept.roster)
  const outbox = new Outbox(store, kept.scans)
  const door = new Door({ book, clock, outbox, store, life })
  if (door.ready) noteOwn(door) // a page loaded anew without network knows whom the last let in
  run(door, new Screen(part("verdict"), book))
}

function run(door, screen) {
  let online = navigator.onLine
  const courier = new Courier(door, network, hear)
  const finder = new Finder(
    part("finder"),
    (typed) => say(door.read(typed, "typed")),
    (person) => say(door.pick(person)),
  )
  const camera = new Camera(part("video"), (seen) => say(door.read(seen, "camera")), noPicture)

  const actions = {
    find: () => finder.open(),
    next: () => screen.rest(),
    undo: () => say(door.undo(screen.shown)),
    "let-in": () => say(door.force(screen.shown)),
    camera: () => startCamera(),
  }
  root.addEventListener("click", (event) => {
    const action = event.target.closest("[data-action]")?.dataset.action
    actions[action]?.()
  })

  /** Show what became of a scan, then carry it. */
  async function say(judging) {
    const shown = await judging
    if (!shown) return
    screen.show(shown)
    report()
    if (shown.scan) courier.nudge()
  }

  function hear(news) {
    if (news.answer) return screen.tell(news.answer, news.scan)
    const stopped = news.refused in STOPS
    online = news.online || stopped // who is shut out has been answered
    if (stopped) {
      camera.stop()
      screen.stop(STOPS[news.refused])
    } else if (screen.shown?.key === "missing" && door.ready) screen.rest()
    report()
  }

  function report() {
    const { kept } = door.book
    const name = kept && `${door.book.placeName(kept.place)}, ${text("reader", { n: kept.reader })}`
    screen.status({
      online,
      waiting: door.outbox.size,
      inside: door.inside,
      door: name ?? "",
      at: door.ready ? door.clock.likely() : null,
    })
  }

  async function startCamera() {
    noPicture("")
    noPicture(await camera.start())
  }

  function noPicture(reason) {
    part("camera").hidden = !reason
    part("camera-words").textContent = reason && text(reason)
  }

  keepWatch(door, courier, report, () => screen.stop("over"))
  wakeOnTouch()
  screen.rest()
  report()
  startCamera()
  courier.nudge()
}

const STOPS = { "not-paired": "unpaired", "device-revoked": "revoked", "event-over": "over" }

/** What goes on by itself: the odometer, the roster's end, network and screen coming and going. */
function keepWatch(door, courier, report, over) {
  setInterval(() => door.store.saveClock(door.clock.state).catch(() => {}), SAVE_CLOCK)
  setInterval(() => door.expire().then((expired) => expired && over()), LOOK_AT_TIME)
  door.expire().then((expired) => expired && over())
  addEventListener("online", () => courier.nudge())
  addEventListener("offline", () => courier.nudge())
  addEventListener("beforeunload", (event) => door.outbox.hasUnsaved && event.preventDefault())
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return
    stayAwake()
    report()
    courier.nudge()
  })
  stayAwake()
  navigator.storage?.persist?.()
  navigator.serviceWorker?.register("/door/service-worker.js", { scope: "/door" })
}

function stayAwake() {
  navigator.wakeLock?.request("screen").catch(() => {}) // low battery, or not allowed: so be it
}
