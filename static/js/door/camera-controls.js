/** What the camera can do besides looking: light, the phone's other side, nearer. Only where it can. */

import { Camera } from "./camera.js"
import { text } from "./page-text.js"

const LEVELS = [1, 2, 3]

export class CameraControls {
  #camera
  #note
  #buttons
  #torch = false
  #levels = []
  #level = 0

  /**
   * @param {HTMLElement} stage the picture, a note for when there is none, and the buttons
   * @param {(text: string) => void} onText called with every text that is seen
   */
  constructor(stage, onText) {
    const named = (name) => stage.querySelector(`[data-action="${name}"]`)
    this.#buttons = { torch: named("torch"), zoom: named("zoom"), turn: named("turn") }
    this.#note = stage.querySelector("[data-part=camera]")
    this.#camera = new Camera(stage.querySelector("video"), onText, (why) => this.#explain(why))
  }

  /** Show the picture, and offer what this camera can do. */
  async start(facing = this.facing) {
    this.#explain("")
    this.#explain(await this.#camera.start(facing))
    await this.#offer()
  }

  stop() {
    this.#camera.stop()
    this.#offer()
  }

  /** Which way the camera looks. */
  get facing() {
    return this.#camera.facing
  }

  /** Look the other way. */
  turn() {
    return this.start(this.facing === "user" ? "environment" : "user")
  }

  async #offer() {
    const can = this.#camera.track?.getCapabilities?.() ?? {}
    const cameras = (await navigator.mediaDevices?.enumerateDevices?.()) ?? []
    this.#torch = false
    this.#levels = can.zoom ? levelsOf(can.zoom) : []
    this.#level = 0
    this.#buttons.torch.hidden = !can.torch
    this.#buttons.zoom.hidden = this.#levels.length < 2
    this.#buttons.turn.hidden = cameras.filter(({ kind }) => kind === "videoinput").length < 2
    this.#say()
  }

  #explain(reason) {
    this.#note.hidden = !reason
    this.#note.querySelector("p").textContent = reason && text(reason)
  }

  async torch() {
    if (await this.#apply({ torch: !this.#torch })) this.#torch = !this.#torch
    this.#say()
  }

  /** A step nearer; from the nearest back to the widest. */
  async zoom() {
    const next = (this.#level + 1) % this.#levels.length
    if (await this.#apply({ zoom: this.#levels[next] })) this.#level = next
    this.#say()
  }

  async #apply(wish) {
    try {
      await this.#camera.track.applyConstraints({ advanced: [wish] })
      return true
    } catch {
      return false // what it says it can it may still refuse: it stays as it is, and says so
    }
  }

  #say() {
    const { torch, zoom, turn } = this.#buttons
    say(torch, text(this.#torch ? "torch-on" : "torch-off"))
    torch.setAttribute("aria-pressed", this.#torch)
    say(zoom, text("zoom", { n: Math.round(10 * (this.#levels[this.#level] ?? 1)) / 10 }))
    say(turn, text(`facing-${this.facing}`))
  }
}

/** From the widest: a level below 1 is the widest there is. */
function levelsOf({ min, max }) {
  return [...new Set([Math.max(min, Math.min(1, max)), ...LEVELS.filter((n) => n > min && n <= max)])]
}

function say(button, words) {
  button.querySelector("span").textContent = words
}
