/** The door's composition root: it joins what the phone has (`open-phone.js`) to the page. */

import { StoredRoster } from "./stored-roster.js"
import { CameraControls } from "./camera-controls.js"
import { crowdAt } from "./crowd.js"
import { Foyer } from "./foyer.js"
import { HandScanner } from "./hand-scanner.js"
import { Kiosk } from "./kiosk.js"
import { ListSwitch, crowdWords } from "./list-switch.js"
import { openPhone } from "./open-phone.js"
import { Reader } from "./reader.js"
import { SyncLoop } from "./sync-loop.js"
import { SearchDialog } from "./search-dialog.js"
import { Screen } from "./screen.js"
import * as network from "./sync.js"
import { enableSoundOnTouch } from "./signal.js"
import { text } from "./page-text.js"
import { walkInActions } from "./walk-in-dialog.js"
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
  let online = navigator.onLine
  let stopped = "" // why nothing is read: the name of a standing
  const syncLoop = new SyncLoop(door, network, onNews)
  door.enquiry.failed = () => syncLoop.refresh()
  const foyer = new Foyer(door, screen, network)
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
  const listSwitch = new ListSwitch(part("lists"), part("lists-dialog"), door, () => {
    if (door.ready && !stopped) screen.rest()
    report()
  })
  const camera = new CameraControls(part("camera-stage"), (seen) => read(seen, "camera"))
  const kiosk = new Kiosk(root, door, begun, showKiosk)

  const actions = {
    find: () => searchDialog.open(),
    next: () => screen.rest(),
    undo: () => reader.show(door.undo(screen.shown)),
    "let-in": () => reader.show(door.force(screen.shown)),
    ...walkInActions(part("walk-in-dialog"), door, screen, (shown) => reader.show(shown)),
    camera: () => camera.start(),
    torch: () => camera.torch(),
    zoom: () => camera.zoom(),
    turn: () => camera.turn(),
    lists: () => listSwitch.open(),
    way: () => listSwitch.turn(),
    kiosk: () => kiosk.ask(camera.facing),
    read: () => readMessage(),
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
    else if (door.notices.paused) stop("paused")
    else if (stopped && news.online) begin() // a paused door opens by itself
    else if (screen.shown?.key === "missing" && door.ready) screen.rest()
    if (news.online && door.ready) kiosk.follow(door.roster.stored)
    report()
  }

  function onAnswer({ answer, scan }) {
    screen.correct(answer, scan)
    foyer.greet(scan)
  }

  function readMessage() {
    foyer.readMessage()
    syncLoop.run()
  }

  function report() {
    const { stored } = door.roster
    const name =
      stored && `${door.roster.placeName(stored.place)}, ${text("reader", { n: stored.reader })}`
    screen.status({
      online,
      waiting: door.outbox.size,
      inside: crowdWords(crowdAt(door, door.choice.list), door.notices.placed),
      door: name ?? "",
      at: door.ready ? door.clock.likely() : null,
    })
    listSwitch.report()
    foyer.showMessages()
  }

  function showKiosk() {
    screen.kiosk = kiosk.on ? kiosk : null
    if (stopped) screen.stop(stopped)
    else screen.rest()
  }

  function begin() {
    stopped = ""
    showKiosk()
    camera.start(kiosk.facing)
  }

  function stop(why) {
    if (why === stopped && why === screen.shown?.key) return // it is said aloud once
    camera.stop()
    stopped = why
    showKiosk()
  }

  watch(door, syncLoop, report, () => stop("over"))
  enableSoundOnTouch()
  new HandScanner((scanned) => {
    document.querySelector("dialog[open]")?.close()
    read(scanned, "scanner")
  }).listen()
  const why = STOPS[shut] ?? (door.notices.paused ? "paused" : "")
  if (why) stop(why)
  else begin()
  report()
  syncLoop.run()
}

const STOPS = { "not-paired": "unpaired", "device-revoked": "revoked", "event-over": "over" }
// Whoever checks in alone may press these, and staff's own button asks for their figures.
const OPEN_TO_ALL = new Set(["camera", "kiosk"])
