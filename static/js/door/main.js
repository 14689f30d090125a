/** The door's composition root: it joins what the phone has (`open-phone.js`) to the page. */

import { StoredRoster } from "./stored-roster.js"
import { CameraControls } from "./camera-controls.js"
import { HandScanner } from "./hand-scanner.js"
import { Kiosk } from "./kiosk.js"
import { openPhone } from "./open-phone.js"
import { Reader } from "./reader.js"
import { SyncLoop } from "./sync-loop.js"
import { SearchDialog } from "./search-dialog.js"
import { MessageStrip } from "./notices.js"
import { Screen } from "./screen.js"
import * as network from "./sync.js"
import { enableSoundOnTouch, signal } from "./signal.js"
import { text } from "./page-text.js"
import { admits } from "./verdict.js"
import { walkInAction } from "./walk-in-dialog.js"
import { watch } from "./watch.js"

const part = (name) => document.querySelector(`[data-part="${name}"]`)

const root = document.querySelector("[data-door]")
// Two pages would each count and send on their own: the second one says so and does nothing.
if (root) navigator.locks.request("door", { ifAvailable: true }, (lock) => start(lock))

function start(lock) {
  if (!lock) return new Screen(part("verdict"), new StoredRoster()).stop("other-tab")
  const running = openPhone().then(({ door, roster, stored }) =>
    run(door, new Screen(part("verdict"), roster), stored),
  )
  return running.then(() => new Promise(() => {})) // the lock is held as long as the page lives
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
  const strip = new MessageStrip(part("say"))
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
    "walk-in": walkInAction(part("walk-in-dialog"), door, screen, (shown) => reader.show(shown)),
    camera: () => camera.start(),
    torch: () => camera.torch(),
    zoom: () => camera.zoom(),
    turn: () => camera.turn(),
    kiosk: () => kiosk.ask(camera.facing),
    read: () => {
      door.notices.markRead(strip.shown)
      report()
      syncLoop.run()
    },
  }
  root.addEventListener("click", (event) => {
    const action = event.target.closest("[data-action]")?.dataset.action
    if (!kiosk.on || OPEN_TO_ALL.has(action)) actions[action]?.()
  })

  function onNews(news) {
    if (news.answer) return onAnswer(news)
    door.enquiry.online = news.online
    online = news.online || news.refused in STOPS // who is shut out has been answered
    if (news.refused in STOPS) stop(STOPS[news.refused])
    else if (door.notices.paused) pause()
    else if (stopped && news.online) begin() // a paused door opens by itself
    else if (screen.shown?.key === "missing" && door.ready) screen.rest()
    if (news.online && door.ready) kiosk.follow(door.roster.stored)
    report()
  }

  function onAnswer({ answer, scan }) {
    screen.correct(answer, scan)
    if (screen.shown?.scan?.id !== scan.id || !admits(scan)) return
    // Without network, or of somebody who hides themselves, nothing more is said.
    network.welcome(scan.id).then((greeting) => screen.greet(greeting, scan), () => {})
  }

  function report() {
    const { stored } = door.roster
    const name =
      stored && `${door.roster.placeName(stored.place)}, ${text("reader", { n: stored.reader })}`
    screen.status({
      online,
      waiting: door.outbox.size,
      inside: door.inside,
      placed: door.notices.placed,
      door: name ?? "",
      at: door.ready ? door.clock.likely() : null,
    })
    const clockOf = (at) => door.roster.clockOf(at, document.documentElement.lang)
    if (stored && strip.show(door.notices.messages, clockOf)) signal("message")
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

  function pause() {
    if (screen.shown?.key !== "paused") stop("paused")
  }

  watch(door, syncLoop, report, () => stop("over"))
  enableSoundOnTouch()
  new HandScanner((scanned) => {
    document.querySelector("dialog[open]")?.close()
    read(scanned, "scanner")
  }).listen()
  if (stopped) stop(STOPS[shut])
  else if (door.notices.paused) pause()
  else begin()
  report()
  syncLoop.run()
}

const STOPS = { "not-paired": "unpaired", "device-revoked": "revoked", "event-over": "over" }
// Whoever checks in alone may press these, and staff's own button asks for their figures.
const OPEN_TO_ALL = new Set(["camera", "kiosk"])
