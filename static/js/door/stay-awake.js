/** The screen does not go dark while the page is seen. */

let lock = null

/** Keep it lit from now on; what the browser takes away is asked for again. */
export function stayAwake() {
  hold()
  document.addEventListener("visibilitychange", hold)
  // Taken away when the battery is low: whoever touches the phone needs it again.
  addEventListener("pointerdown", hold)
}

async function hold() {
  if (document.hidden || (lock && !lock.released)) return
  try {
    lock = await navigator.wakeLock?.request("screen")
  } catch {
    lock = null // not allowed, or low battery: so be it
  }
}
