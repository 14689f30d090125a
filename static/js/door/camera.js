/** From the camera's picture to text: the browser's own reader where there is one, else ours. */

import { prepareZXingModule, readBarcodes } from "../../vendor/zxing-wasm/reader/index.js"

const WASM = new URL("../../vendor/zxing-wasm/reader/zxing_reader.wasm", import.meta.url).href
const QR_CODE = { formats: ["QRCode"], maxNumberOfSymbols: 1 }
const PLAIN = { ...QR_CODE, tryHarder: false, tryInvert: false, tryRotate: false, tryDownscale: false }
const SIZE = { width: { ideal: 1280 }, height: { ideal: 720 } }
// Milliseconds between two looks: half of what a look takes, so that a third of the time is left.
const REST = { share: 1 / 2, least: 25, most: 80 }
// Our own reader looks at so much of the picture's width and height, in points of its own.
const SHARE = 0.6
// Who shows a ticket waits for the look that is under way, so long ones are this rare.
const THOROUGH_SHARE = 1 / 20

/** Why there is no picture, by the name of the browser's error. */
const REASONS = {
  NotAllowedError: "camera-denied",
  NotFoundError: "camera-missing",
  OverconstrainedError: "camera-missing",
  NotReadableError: "camera-busy",
}

export class Camera {
  #video
  #onText
  #onPause
  #timer = 0
  #find = null
  /** Which way it looks. */
  facing = "environment"

  /**
   * @param {HTMLVideoElement} video
   * @param {(text: string) => unknown} onText called with every text that is seen; the next look
   *   waits for what it returns, so that a slow phone has nothing else to do meanwhile
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
    let took = 0
    try {
      const sees = this.#video.videoWidth && !document.hidden
      const text = sees ? await this.#find(this.#video) : ""
      took = performance.now() - began
      if (text) await this.#onText(text)
    } finally {
      const rest = Math.min(Math.max(took * REST.share, REST.least), REST.most)
      // Begun anew meanwhile, it is looked at already.
      const runs = source && source === this.#video.srcObject
      if (runs) this.#timer = setTimeout(() => this.#look(), rest)
    }
  }
}

/** The fastest way to find a QR code in what a video shows that works here. */
async function reader() {
  const formats = (await globalThis.BarcodeDetector?.getSupportedFormats()) ?? []
  if (formats.includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] })
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? ""
  }
  await prepareZXingModule({ overrides: { locateFile: () => WASM }, fireImmediately: true })
  const own = new OwnReader()
  return (video) => own.find(video)
}

/**
 * Looks that a slow phone is done with at once. Nearly all are at the picture made smaller, where
 * a ticket that is held up is found; now and then one is at its middle as it is, for a small one,
 * one far away, and one that a phone shows light on dark.
 */
class OwnReader {
  #canvas = document.createElement("canvas")
  #thoroughAt = 0

  async find(video) {
    const began = performance.now()
    if (began < this.#thoroughAt) return textIn(this.#draw(video, 1), PLAIN)
    const text = await textIn(this.#draw(video, SHARE), QR_CODE)
    const ended = performance.now()
    this.#thoroughAt = ended + (ended - began) / THOROUGH_SHARE
    return text
  }

  /** The middle of the picture, of so large a share, in as many points as the smaller picture has. */
  #draw(video, share) {
    const { videoWidth, videoHeight } = video
    const [width, height] = [Math.round(videoWidth * SHARE), Math.round(videoHeight * SHARE)]
    const canvas = this.#canvas
    // Setting its size empties it, which takes a while.
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
    const margin = (1 - share) / 2
    const middle = [margin * videoWidth, margin * videoHeight, share * videoWidth, share * videoHeight]
    const drawn = canvas.getContext("2d", { willReadFrequently: true })
    drawn.drawImage(video, ...middle, 0, 0, width, height)
    return drawn.getImageData(0, 0, width, height)
  }
}

async function textIn(picture, options) {
  return (await readBarcodes(picture, options))[0]?.text ?? ""
}
