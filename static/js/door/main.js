/** The door's composition root: the only file that knows all the others. */

import { StoredRoster } from "./stored-roster.js"
import { toBase64Url } from "./bytes.js"
import { CameraControls } from "./camera-controls.js"
import { Clock } from "./clock.js"
import { Enquiry } from "./enquiry.js"
import { HandScanner } from "./hand-scanner.js"
import { Kiosk } from "./kiosk.js"
import { OtherRosters } from "./other-rosters.js"
import { Reader } from "./reader.js"
import { SyncLoop } from "./sync-loop.js"
import { CheckIn } from "./check-in.js"
import { SearchDialog } from "./search-dialog.js"
import { Outbox } from "./outbox.js"
import { noteOwn } from "./own-scans.js"
import { Screen } from "./screen.js"
import { Store } from "./store.js"
import * as network from "./sync.js"
import { enableSoundOnTouch } from "./signal.js"
import { text } from "./page-text.js"
import { watch } from "./watch.js"

const part = (name) => document.querySelector(`[data-part="${name}"]`)

const root = document.querySelector("[data-door]")
// Two pages would each count and send on their own: the second one says so and does nothing.
if (root) navigator.locks.request("door", { ifAvailable: true }, (lock) => start(lock))

function start(lock) {
  if (!lock) return new Screen(part("verdict"), new StoredRoster()).stop("other-tab")
  return open().then(() => new Promise(() => {})) // the lock is held as long as the page lives
}

async function open() {
  const store = await Store.open()
  const stored = await store.load()
  const life = stored.life ?? { life: toBase64Url(crypto.getRandomValues(new Uint8Array(9))), seq: 0 }
  if (!stored.life) await store.saveLife(life)
  const clock = new Clock(stored.clock)
  const roster = new StoredRoster(stored.roster, new OtherRosters(stored.others))
  const outbox = new Outbox(store, stored.scans)
  const enquiry = new Enquiry(network.askVerdict)
  const door = new CheckIn({ roster, clock, outbox, store, life, enquiry })
  if (door.ready) noteOwn(door) // a page loaded anew without network knows whom the last let in
  run(door, new Screen(part("verdict"), roster), stored)
}

function run(door, screen, { shut, kiosk: begun }) {
  let [online, stopped] = [navigator.onLine, shut in STOPS]
  const syncLoop = new SyncLoop(door, network, onNews)
  door.enquiry.failed = () => syncLoop.refresh()
  const reader = new Reader(door, screen, (shown) => {
    report()
    if (shown.scan) syncLoop.run()
  })
  const read = (seen, how) => stopped || reader.read(seen, how)
  const searchDialog = new SearchDialog(
    part("search-dialog"),
    (typed) => read(typed, "typed"),
    (person) => reader.show(door.pick(person)),
  )
  const camera = new CameraControls(part("camera-stage"), (seen) => read(seen, "camera"))
  const memory = { store: door.store, life: door.life, stored: begun }
  const kiosk = new Kiosk(root, memory, showKiosk)

  const actions = {
    find: () => searchDialog.open(),
    next: () => screen.rest(),
    undo: () => reader.show(door.undo(screen.shown)),
    "let-in": () => reader.show(door.force(screen.shown)),
    camera: () => camera.start(),
    torch: () => camera.torch(),
    zoom: () => camera.zoom(),
    turn: () => camera.turn(),
    kiosk: () => kiosk.ask(camera.facing),
  }
  root.addEventListener("click", (event) => {
    const action = event.target.closest("[data-action]")?.dataset.action
    if (!kiosk.on || OPEN_TO_ALL.has(action)) actions[action]?.()
  })

  function onNews(news) {
    if (news.answer) return screen.correct(news.answer, news.scan)
    door.enquiry.online = news.online
    online = news.online || news.refused in STOPS // who is shut out has been answered
    if (news.refused in STOPS) stop(STOPS[news.refused])
    else if (news.online && stopped) begin()
    else if (screen.shown?.key === "missing" && door.ready) screen.rest()
    if (news.online && door.ready) kiosk.follow(door.roster.stored)
    report()
  }

  function report() {
    const { stored } = door.roster
    const name =
      stored && `${door.roster.placeName(stored.place)}, ${text("reader", { n: stored.reader })}`
    screen.status({
      online,
      waiting: door.outbox.size,
      inside: door.inside,
      door: name ?? "",
      at: door.ready ? door.clock.likely() : null,
    })
  }

  function showKiosk() {
    screen.kiosk = kiosk.on ? kiosk : null
    if (!stopped) screen.rest()
  }

  function begin() {
    stopped = false
    showKiosk()
    camera.start(kiosk.facing)
  }

  function stop(why) {
    stopped = true
    camera.stop()
    screen.stop(why)
  }

  watch(door, syncLoop, report, () => stop("over"))
  enableSoundOnTouch()
  new HandScanner((scanned) => {
    document.querySelector("dialog[open]")?.close()
    read(scanned, "scanner")
  }).listen()
  if (stopped) stop(STOPS[shut])
  else begin()
  report()
  syncLoop.run()
}

const STOPS = { "not-paired": "unpaired", "device-revoked": "revoked", "event-over": "over" }
// Whoever checks in alone may press these, and staff's own button asks for their figures.
const OPEN_TO_ALL = new Set(["camera", "kiosk"])
