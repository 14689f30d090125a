/** Sound and vibration for each verdict. */

/** For each sound: frequency in hertz and length in milliseconds, one after another. */
const TONES = {
  tick: [[880, 30]],
  high: [[1040, 130]],
  low: [[220, 160]],
  "low-low": [
    [196, 200],
    [196, 260],
  ],
  mid: [[494, 220]],
  short: [
    [660, 80],
    [660, 80],
    [660, 80],
  ],
  rising: [
    [523, 120],
    [784, 180],
  ],
}

const VIBRATIONS = {
  tick: [15],
  high: [80],
  low: [60],
  "low-low": [200, 100, 200],
  mid: [200],
  short: [80, 60, 80, 60, 80],
  rising: [40, 60, 120],
}

const SOUND_OF = {
  read: "tick",
  welcome: "high",
  "walk-in": "high",
  again: "short",
  unreadable: "low",
  cancelled: "low-low",
  "other-event": "low-low",
  unsaved: "low-low",
  waitlisted: "mid",
  "wrong-day": "mid",
  "list-day": "mid",
  unlisted: "mid",
  "list-closed": "mid",
  "not-signed-up": "mid",
  left: "high",
  message: "rising",
  replaced: "mid",
}

const PAUSE = 70
const LOUDNESS = 0.35

let context = null

/** Browsers are silent until somebody has touched the page. */
export function enableSoundOnTouch() {
  addEventListener("pointerdown", () => {
    context ??= new AudioContext()
    context.resume()
  })
}

/** Play the verdict's tones and vibrate; nothing for those that have no sound. */
export function signal(verdict) {
  const sound = SOUND_OF[verdict]
  if (!sound) return
  navigator.vibrate?.(VIBRATIONS[sound])
  if (context?.state === "running") play(TONES[sound])
}

function play(tones) {
  let at = context.currentTime
  for (const [frequency, milliseconds] of tones) {
    const [tone, volume] = [context.createOscillator(), context.createGain()]
    const ends = at + milliseconds / 1000
    tone.frequency.value = frequency
    volume.gain.setValueAtTime(LOUDNESS, at)
    volume.gain.linearRampToValueAtTime(0, ends) // no crack at the end
    tone.connect(volume).connect(context.destination)
    tone.start(at)
    tone.stop(ends)
    at = ends + PAUSE / 1000
  }
}
