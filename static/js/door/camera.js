/** From the camera's picture to text: the browser's own reader where there is one, else ours. */

import { prepareZXingModule, readBarcodes } from "../../vendor/zxing-wasm/reader/index.js"

const WASM = new URL("../../vendor/zxing-wasm/reader/zxing_reader.wasm", import.meta.url).href
const OPTIONS = { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: 1 }
// Milliseconds between two looks: as long as a look takes, so that half of the phone's time is left.
const REST = { least: 25, most: 80 }
const SIZE = { width: { ideal: 1280 }, height: { ideal: 720 } }

/** Why there is no picture, by the name of the browser's error. */
const REASONS = {
  NotAllowedError: "camera-denied",
  NotFoundError: "camera-missing",
  OverconstrainedError: "camera-missing",
  NotReadableError: "camera-busy",
}

export class Camera {
  #video
  #canvas = document.createElement("canvas")
  #onText
  #onPause
  #timer = 0
  #find = null
  /** Which way it looks. */
  facing = "environment"

  /**
   * @param {HTMLVideoElement} video
   * @param {(text: string) => void} onText called with every text that is seen
   * @param {(reason: string) => void} onPause called when the picture stops by itself
   */
  constructor(video, onText, onPause) {
    this.#video = video
    this.#onText = onText
    this.#onPause = onPause
  }

  /**
   * Show the picture and go on reading.
   *
   * @param {string} facing `environment`, away from whoever holds the phone, or `user`
   * @returns {Promise<string>} "" when it runs, else why it does not
   */
  async start(facing) {
    this.facing = facing
    if (!navigator.mediaDevices?.getUserMedia) return "camera-insecure"
    this.stop()
    try {
      const video = { ...SIZE, facingMode: { ideal: this.facing } }
      const stream = await navigator.mediaDevices.getUserMedia({ video, audio: false })
      stream.getVideoTracks()[0].addEventListener("ended", () => this.#onPause("camera-busy"))
      this.#video.srcObject = stream
      this.#video.toggleAttribute("data-mirrored", this.facing === "user")
      await this.#video.play()
      this.#find ??= await reader()
    } catch (problem) {
      this.stop()
      return REASONS[problem.name] ?? "camera-missing"
    }
    this.#look()
    return ""
  }

  /** What the picture comes from, while there is one. */
  get track() {
    return this.#video.srcObject?.getVideoTracks()[0]
  }

  stop() {
    clearTimeout(this.#timer)
    for (const track of this.#video.srcObject?.getTracks() ?? []) track.stop()
    this.#video.srcObject = null
  }

  async #look() {
    const began = performance.now()
    const source = this.#video.srcObject
    try {
      if (this.#video.videoWidth && !document.hidden) {
        const text = await this.#find(this.#picture())
        if (text) this.#onText(text)
      }
    } finally {
      const rest = Math.min(Math.max(performance.now() - began, REST.least), REST.most)
      // Begun anew meanwhile, it is looked at already.
      const runs = source && source === this.#video.srcObject
      if (runs) this.#timer = setTimeout(() => this.#look(), rest)
    }
  }

  #picture() {
    const { videoWidth: width, videoHeight: height } = this.#video
    Object.assign(this.#canvas, { width, height })
    const drawn = this.#canvas.getContext("2d", { willReadFrequently: true })
    drawn.drawImage(this.#video, 0, 0, width, height)
    return drawn.getImageData(0, 0, width, height)
  }
}

/** The fastest way to find a QR code in a picture that works here. */
async function reader() {
  const formats = (await globalThis.BarcodeDetector?.getSupportedFormats()) ?? []
  if (formats.includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] })
    return async (picture) => (await detector.detect(picture))[0]?.rawValue ?? ""
  }
  await prepareZXingModule({ overrides: { locateFile: () => WASM }, fireImmediately: true })
  return async (picture) => (await readBarcodes(picture, OPTIONS))[0]?.text ?? ""
}
