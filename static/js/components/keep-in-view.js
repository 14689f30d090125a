/** A strip that is wider than the screen begins where the reader is, not at its start. */

export function wake(strip) {
  const current = strip.querySelector("[aria-current]")
  if (!current) return
  const [shown, place] = [strip, current].map((each) => each.getBoundingClientRect())
  strip.scrollLeft += place.left + place.width / 2 - (shown.left + shown.width / 2)
}
