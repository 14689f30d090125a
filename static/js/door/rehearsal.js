/**
 * Practice: the door's own reading, deciding and showing, with a sample roster of made-up people.
 * Nothing is asked of the server but the sample, nothing is sent, and nothing is stored.
 */

import { toHex } from "./bytes.js"
import { Camera } from "./camera.js"
import { CheckIn } from "./check-in.js"
import { Clock } from "./clock.js"
import { digest, mistyped, read } from "./ticket-code.js"
import { Screen } from "./screen.js"
import { StoredRoster } from "./stored-roster.js"
import { enableSoundOnTouch } from "./signal.js"
import { set, text } from "./page-text.js"

const DAY = 24 * 60 * 60 * 1000
const LIFE = { life: "practice", seq: 0 }
const part = (name) => document.querySelector(`[data-part="${name}"]`)

// What is scanned goes nowhere: these stand where the door has its disk and its letter box.
const NO_STORE = { forgetRoster: async () => {} }
const NO_NOTICES = { paused: false }
const NO_OUTBOX = { add: async () => true, all: () => [], size: 0, hasUnsaved: false }

begin()

async function begin() {
  const answer = await fetch("/door/rehearsal/roster.json")
  const sample = await answer.json()
  const clock = new Clock()
  clock.handshake(Date.now(), clock.read())
  const roster = new StoredRoster()
  await roster.take({ ...sample, ...facts() }, {})
  const nowhere = { outbox: NO_OUTBOX, store: NO_STORE, notices: NO_NOTICES }
  const door = new CheckIn({ roster, clock, ...nowhere, life: LIFE })
  run(door, new Screen(part("verdict"), roster), sample.elsewhere)
  navigator.serviceWorker?.register("/door/service-worker.js", { scope: "/door" })
}

/** The sample's event is always today and tomorrow, wherever the phone is. */
function facts() {
  const now = Date.now()
  return {
    ...{ since: 0, revision: 1, next: null, gone: "", arrivals: "" },
    days: [isoDay(now), isoDay(now + DAY)],
    zero: now - DAY,
    expires: now + 365 * DAY,
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    ...{ place: 1, reader: 1, places: [{ place: 1, name: text("practice") }] },
  }
}

function isoDay(moment) {
  return new Intl.DateTimeFormat("sv-SE").format(moment)
}

function run(door, screen, elsewhere) {
  const camera = new Camera(part("video"), (seen) => show(scan(seen, "camera")), noPicture)
  const dialog = part("search-dialog")
  const actions = {
    find: () => dialog.showModal(),
    next: () => screen.rest(),
    undo: () => show(door.undo(screen.shown)),
    "let-in": () => show(door.force(screen.shown)),
    camera: () => startCamera(),
  }
  document.querySelector("[data-door]").addEventListener("click", (event) => {
    actions[event.target.closest("[data-action]")?.dataset.action]?.()
  })
  typeIn(dialog, (typed) => show(scan(typed, "typed")))

  async function scan(seen, how) {
    const shown = await door.read(seen, how)
    const of = shown?.verdict === "unlisted" && toHex(await digest(read(seen)))
    return of === elsewhere ? { ...shown, verdict: "other-event" } : shown
  }

  async function show(evaluation) {
    const shown = await evaluation
    if (!shown) return
    screen.show(shown)
    report()
  }

  function report() {
    const { inside, clock } = door
    screen.status({ online: true, waiting: 0, inside, door: text("practice"), at: clock.likely() })
    set("network", text("not-sent"))
  }

  async function startCamera() {
    noPicture("")
    noPicture(await camera.start())
  }

  function noPicture(reason) {
    part("camera").hidden = !reason
    part("camera-words").textContent = reason && text(reason)
  }

  enableSoundOnTouch()
  withoutWalkIns()
  screen.rest()
  report()
  startCamera()
}

/** Whoever is noted at the door is a person: there is nothing of the kind to practise with. */
function withoutWalkIns() {
  for (const { content } of document.querySelectorAll("template[data-verdict]")) {
    for (const button of content.querySelectorAll('[data-action="walk-in"]')) button.remove()
  }
}

/** Codes alone: a name would have to be asked of the server. */
function typeIn(dialog, onCode) {
  const field = dialog.querySelector("input")
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault()
    if (!read(field.value)) {
      part("note").textContent = text(mistyped(field.value) ? "mistyped" : "only-codes")
      return
    }
    dialog.close()
    onCode(field.value)
  })
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-closes]")) dialog.close()
  })
  dialog.addEventListener("close", () => {
    field.value = ""
    part("note").textContent = ""
  })
}
