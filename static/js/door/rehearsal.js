/**
 * Practice: the door's own reading, deciding and showing, with a sample roster of made-up people.
 * Nothing is asked of the server but the sample, nothing is sent, and nothing is stored.
 */

import { fromBase64 } from "./bytes.js"
import { CameraControls } from "./camera-controls.js"
import { CheckIn } from "./check-in.js"
import { Clock } from "./clock.js"
import { crowdAt } from "./crowd.js"
import { HandScanner } from "./hand-scanner.js"
import { crowdWords } from "./list-switch.js"
import { OtherRosters } from "./other-rosters.js"
import { Reader } from "./reader.js"
import { mistyped, read } from "./ticket-code.js"
import { Screen } from "./screen.js"
import { StoredRoster } from "./stored-roster.js"
import { enableSoundOnTouch } from "./signal.js"
import { set, text } from "./page-text.js"

const DAY = 24 * 60 * 60 * 1000
const LIFE = { life: "practice", seq: 0 }
const part = (name) => document.querySelector(`[data-part="${name}"]`)

// What is scanned goes nowhere: these stand where the door has its disk, its letter box and its server.
const NOWHERE = {
  store: { forgetRoster: async () => {} },
  outbox: { add: async () => true, all: () => [], size: 0, hasUnsaved: false },
  enquiry: { online: false, ask: async () => null },
  notices: { paused: false },
}

begin()

async function begin() {
  const answer = await fetch("/door/rehearsal/roster.json")
  const sample = await answer.json()
  const clock = new Clock()
  clock.handshake(Date.now(), clock.read())
  const elsewhere = { event: "elsewhere", expires: Infinity, digests: fromBase64(sample.elsewhere) }
  const roster = new StoredRoster(null, new OtherRosters([elsewhere]))
  await roster.take({ ...sample, ...facts() }, {})
  const door = new CheckIn({ roster, clock, life: LIFE, ...NOWHERE })
  run(door, new Screen(part("verdict"), roster))
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

function run(door, screen) {
  const reader = new Reader(door, screen, report)
  const camera = new CameraControls(part("camera-stage"), (seen) => reader.read(seen, "camera"))
  const dialog = part("search-dialog")
  const actions = {
    find: () => dialog.showModal(),
    next: () => screen.rest(),
    undo: () => reader.show(door.undo(screen.shown)),
    "let-in": () => reader.show(door.force(screen.shown)),
    camera: () => camera.start(),
    torch: () => camera.torch(),
    zoom: () => camera.zoom(),
    turn: () => camera.turn(),
  }
  document.querySelector("[data-door]").addEventListener("click", (event) => {
    actions[event.target.closest("[data-action]")?.dataset.action]?.()
  })
  typeIn(dialog, (typed) => reader.read(typed, "typed"))
  new HandScanner((scanned) => {
    dialog.close()
    reader.read(scanned, "scanner")
  }).listen()

  function report() {
    const { choice, clock } = door
    const inside = crowdWords(crowdAt(door, choice.list))
    screen.status({ online: true, waiting: 0, inside, door: text("practice"), at: clock.likely() })
    set("network", text("not-sent"))
  }

  enableSoundOnTouch()
  withoutPeople()
  screen.rest()
  report()
  camera.start()
}

/** Whoever is noted at the door, or checks in alone, is a person: there is none to practise with. */
function withoutPeople() {
  document.querySelector('[data-action="kiosk"]').remove()
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
