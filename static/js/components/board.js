/** The board: drag and keys, saving what they do, and what others change. Without it the forms do the same. */

import { lifting } from "../lib/board-lift.js"
import { localTime } from "../lib/board-place.js"
import { pointing } from "../lib/board-pointer.js"
import { filled, replace } from "../lib/board-renewal.js"

const LOOK_EVERY = 4000
const TRY_AGAIN = 3000
const SHOWN = 8000

export function wake(board) {
  const words = board.dataset
  const unsaved = [] // one at a time, in order: each needs the version that the one before left
  let saving = false

  let hiding = 0

  /** Announce, and show it for a while; with the keys as long as something is lifted. */
  function say(text, keys = false) {
    const panel = board.querySelector("[data-lift]")
    clearTimeout(hiding)
    panel.querySelector("[data-voice]").textContent = text
    panel.classList.toggle("lift-on", Boolean(text))
    panel.classList.toggle("lift-keys", keys)
    if (!keys) hiding = setTimeout(() => panel.classList.remove("lift-on"), SHOWN)
  }

  const lift = lifting(board, { say, drop, unplace, words })
  pointing(board, lift)

  function drop(at) {
    save(words.save.replace("CODE", at.code), at.code, (fields, { version }) => {
      fields.set("version", version)
      fields.set("starts_at", localTime(words.day, at.start))
      fields.set("minutes", at.minutes)
      fields.set("room", at.room)
    })
  }

  function unplace(at) {
    save(words.acts, at.code, (fields, { version }) => {
      fields.set("act", "unplace")
      fields.append("chosen", `${at.code}:${version}`)
    })
  }

  function save(address, code, fill) {
    // As it was lifted: what somebody else has saved meanwhile must not be written over.
    const version = board.querySelector(`[data-code="${code}"]`).dataset.version
    unsaved.push({ address, code, fill, version, own: unsaved.some((other) => other.code === code) })
    if (!saving) next()
  }

  async function next() {
    const [first] = unsaved
    if (!first) return
    saving = true
    say(words.saving)
    const fields = new FormData()
    const block = board.querySelector(`[data-code="${first.code}"]`)
    fields.set("csrf_token", words.token)
    first.fill(fields, { version: first.own && block ? block.dataset.version : first.version })
    const page = await send(first.address, fields).catch(() => null)
    if (!page) {
      say(words.unsaved)
      return setTimeout(next, TRY_AGAIN)
    }
    unsaved.shift()
    saving = false
    // What was done after it went from a place that it did not get.
    const lost = page.status === 409 ? unsaved.filter((other) => other.code === first.code) : []
    for (const other of lost) unsaved.splice(unsaved.indexOf(other), 1)
    renew(page, first.code)
    if (unsaved.length) return next()
  }

  async function send(address, body) {
    const answer = await fetch(address, { method: "POST", body })
    if (answer.status >= 500) return null
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    page.status = answer.status
    return page
  }

  /** Take over the page that came back, and stay where one was. */
  function renew(page, code, quietly) {
    const fresh = page.querySelector(`[data-component~="board"]`)
    if (!fresh) return say(words.failed)
    replace(board, fresh, code, code || quietly)
    if (quietly) return say(words.others)
    say(page.status >= 400 ? refusal(page) : (page.querySelector(".flashes")?.textContent.trim() ?? ""))
  }

  /** Why it was not saved, as the page says it: what concerns a form stands outside of the board. */
  function refusal(page) {
    if (board.querySelector("#differences")) return words.stale
    const sentence = page.querySelector(".error-summary li") ?? board.querySelector('[role="alert"]')
    return sentence?.textContent.trim() ?? words.failed
  }

  board.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-board]")
    if (!form || saving || unsaved.length) return form && event.preventDefault()
    event.preventDefault()
    say(words.saving)
    const page = await send(form.action, new FormData(form)).catch(() => null)
    if (page) renew(page)
    else say(words.failed)
  })
  board.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return
    if (lift.held() || event.target.matches("input, select, textarea")) return
    const form = board.querySelector(`form[data-board="${event.shiftKey ? "redo" : "undo"}"]`)
    if (!form) return
    event.preventDefault()
    form.requestSubmit()
  })
  addEventListener("beforeunload", (event) => unsaved.length && event.preventDefault())

  setInterval(async () => {
    const typing = document.activeElement?.matches("#main :is(input, select, textarea)")
    if (document.hidden || lift.held() || saving || typing || filled(board)) return
    const revision = await fetch(words.state, { redirect: "error" })
      .then((answer) => (answer.ok ? answer.text() : null))
      .catch(() => null)
    if (!revision || revision === words.revision || lift.held() || saving) return
    const text = await fetch(location.href, { redirect: "error" })
      .then((answer) => (answer.ok ? answer.text() : null))
      .catch(() => null)
    if (text && !lift.held() && !saving) renew(new DOMParser().parseFromString(text, "text/html"), undefined, true)
  }, LOOK_EVERY)
}
