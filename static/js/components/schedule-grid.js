/** Marks what is on now, once a minute. The page itself is the same for all and may come from a cache. */

export function wake(day) {
  const slots = [...day.querySelectorAll("[data-starts]")]
  const mark = () => {
    const now = Date.now()
    for (const slot of slots) {
      const on = Date.parse(slot.dataset.starts) <= now && now < Date.parse(slot.dataset.ends)
      slot.classList.toggle("slot-now", on)
    }
  }
  mark()
  setInterval(mark, 60_000)
}
