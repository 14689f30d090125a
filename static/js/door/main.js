/** The door's composition root: the only file that knows all the others. */

import { StoredRoster } from "./stored-roster.js"
import { toBase64Url } from "./bytes.js"
import { Camera } from "./camera.js"
import { Clock } from "./clock.js"
import { crowdAt } from "./crowd.js"
import { SyncLoop } from "./sync-loop.js"
import { CheckIn } from "./check-in.js"
import { SearchDialog } from "./search-dialog.js"
import { Foyer } from "./foyer.js"
import { Notices } from "./notices.js"
import { Outbox } from "./outbox.js"
import { ListSwitch, crowdWords } from "./list-switch.js"
import { noteOwn } from "./own-scans.js"
import { Screen } from "./screen.js"
import { Store } from "./store.js"
import * as network from "./sync.js"
import { enableSoundOnTouch } from "./signal.js"
import { text } from "./page-text.js"
import { walkInAction } from "./walk-in-dialog.js"
import { watch } from "./watch.js"

const part = (name) => document.querySelector(`[data-part="${name}"]`)

const root = document.querySelector("[data-door]")
// Two pages would each count and send on their own: the second one says so and does nothing.
if (root) navigator.locks.request("door", { ifAvailable: true }, (lock) => begin(lock))

function begin(lock) {
  if (!lock) return new Screen(part("verdict"), new StoredRoster()).stop("other-tab")
  return open().then(() => new Promise(() => {})) // the lock is held as long as the page lives
}

async function open() {
  const store = await Store.open()
  const stored = await store.load()
  const life = stored.life ?? { life: toBase64Url(crypto.getRandomValues(new Uint8Array(9))), seq: 0 }
  if (!stored.life) await store.saveLife(life)
  const clock = new Clock(stored.clock)
  const roster = new StoredRoster(stored.roster)
  const outbox = new Outbox(store, stored.scans)
  const [notices, { choice }] = [new Notices(store, stored.paused), stored]
  const door = new CheckIn({ roster, clock, outbox, store, notices, life, choice })
  if (door.ready) noteOwn(door) // a page loaded anew without network knows whom the last let in
  run(door, new Screen(part("verdict"), roster))
}

function run(door, screen) {
  let online = navigator.onLine
  const syncLoop = new SyncLoop(door, network, onNews)
  const foyer = new Foyer(door, screen, network)
  const searchDialog = new SearchDialog(
    part("search-dialog"),
    (typed) => showResult(door.read(typed, "typed")),
    (person) => showResult(door.pick(person)),
  )
  const listSwitch = new ListSwitch(part("lists"), part("lists-dialog"), door, () => {
    if (door.ready) screen.rest()
    report()
  })
  const camera = new Camera(part("video"), (seen) => showResult(door.read(seen, "camera")), noPicture)

  const actions = {
    find: () => searchDialog.open(),
    next: () => screen.rest(),
    undo: () => showResult(door.undo(screen.shown)),
    "let-in": () => showResult(door.force(screen.shown)),
    "walk-in": walkInAction(part("walk-in-dialog"), door, screen, showResult),
    camera: () => startCamera(),
    lists: () => listSwitch.open(),
    way: () => listSwitch.turn(),
    read: () => readMessage(),
  }
  root.addEventListener("click", (event) => {
    const action = event.target.closest("[data-action]")?.dataset.action
    actions[action]?.()
  })

  /** Show what became of a scan, then send it. */
  async function showResult(evaluation) {
    const shown = await evaluation
    if (!shown) return
    screen.show({ ...shown, crowd: crowdAt(door, shown.list) })
    report()
    if (shown.scan) syncLoop.run()
  }

  function onNews(news) {
    if (news.answer) return onAnswer(news)
    const stopped = news.refused in STOPS
    online = news.online || stopped // who is shut out has been answered
    if (stopped) {
      camera.stop()
      screen.stop(STOPS[news.refused])
    } else {
      foyer.followPause({ start: startCamera, stop: () => camera.stop() })
      if (screen.shown?.key === "missing" && door.ready) screen.rest()
    }
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

  async function startCamera() {
    noPicture("")
    noPicture(await camera.start())
  }

  function noPicture(reason) {
    part("camera").hidden = !reason
    part("camera-words").textContent = reason && text(reason)
  }

  watch(door, syncLoop, report, () => screen.stop("over"))
  enableSoundOnTouch()
  if (door.notices.paused) screen.stop("paused")
  else {
    screen.rest()
    startCamera()
  }
  report()
  syncLoop.run()
}

const STOPS = { "not-paired": "unpaired", "device-revoked": "revoked", "event-over": "over" }
