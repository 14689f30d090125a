/** Lifting a session by pointer or keys: moves it about, says where it is, and puts it down or back. */

import { clock, collision, draw, measure, read, snap, STEP } from "./board-place.js"

const LONG = 30

/** `say(text, keys)` announces, with the keys beside it; `drop(at, was)` and `unplace(at)` save; `words` are the board's own. */
export function lifting(board, { say, drop, unplace, words }) {
  let lift = null
  const day = () => board.querySelector("[data-board-day]")

  function start(block, keys = false) {
    const was = read(block)
    const geometry = measure(day())
    const others = [...day().querySelectorAll(".block")].map(read)
    const at = { ...was }
    if (!geometry.rooms.some((room) => room.code === at.room)) at.room = ""
    lift = { block, keys, was, at, geometry, others, className: block.className, inTray: !was.placed }
    block.classList.add("block-held")
    tell(words.lifted.replace("{title}", was.title))
  }

  function tell(before = "") {
    const { at, geometry, others } = lift
    const name = geometry.rooms.find((room) => room.code === at.room)?.name ?? words.noroom
    const other = collision(at, others)
    const there = words.there.replace("{time}", span(at)).replace("{room}", name)
    say([before, there, other ? words.taken.replace("{other}", other.title) : words.free].filter(Boolean).join(" "), lift.keys)
  }

  const span = (at) => `${clock(at.start)}–${clock(at.start + at.minutes)}`

  function move(change) {
    const { at, block, geometry } = lift
    const next = { ...at, ...change }
    if ("start" in change) next.start = within(snap(change.start))
    next.minutes = Math.max(STEP, next.minutes)
    if (next.start === at.start && next.minutes === at.minutes && next.room === at.room) return
    lift.at = next
    if (!lift.inTray && !lift.drag) {
      draw(block, next, geometry.rooms)
      block.scrollIntoView({ block: "nearest", inline: "nearest" })
    }
    tell()
  }

  // What is drawn goes from an hour before all to an hour after; the form knows the whole day.
  const within = (start) => Math.max(words.first * 60, Math.min(words.last * 60 - STEP, start))

  function end() {
    const { block } = lift
    block.classList.remove("block-held", "block-dragged")
    block.style.translate = ""
    lift = null
  }

  function back() {
    const { block, className } = lift
    end()
    block.className = className
    say(words.back)
  }

  function down() {
    const { at, was, block, geometry } = lift
    const moved = at.start !== was.start || at.minutes !== was.minutes || at.room !== was.room || !was.placed
    end()
    if (!moved) return say(words.back)
    if (was.placed) draw(block, at, geometry.rooms)
    drop(at)
  }

  const KEYS = {
    ArrowUp: ({ at }, far) => ({ start: at.start - (far ? LONG : STEP) }),
    ArrowDown: ({ at }, far) => ({ start: at.start + (far ? LONG : STEP) }),
    ArrowLeft: (held) => ({ room: beside(held, -1) }),
    ArrowRight: (held) => ({ room: beside(held, 1) }),
    "+": ({ at }) => ({ minutes: at.minutes + STEP }),
    "-": ({ at }) => ({ minutes: at.minutes - STEP }),
  }
  const beside = ({ at, geometry: { rooms } }, by) => {
    const index = rooms.findIndex((room) => room.code === at.room) + by
    return rooms[Math.max(0, Math.min(rooms.length - 1, index))].code
  }

  board.addEventListener("keydown", (event) => {
    const block = event.target.closest("[data-code]")
    if (!lift && block && event.key === " " && event.target.matches("a")) {
      event.preventDefault()
      return start(block, true)
    }
    if (!lift) return
    const { at } = lift
    if (KEYS[event.key]) move(KEYS[event.key](lift, event.shiftKey))
    else if (event.key === "Enter" || event.key === " ") down()
    else if (event.key === "Escape" || event.key === "Tab") back()
    else if (event.key === "Delete" || event.key === "Backspace") {
      end()
      unplace(at)
    } else return
    if (event.key !== "Tab") event.preventDefault()
  })

  return {
    held: () => lift,
    start,
    down,
    back,
    unplace: () => {
      const { at } = lift
      end()
      unplace(at)
    },
    /** It is shifted so far, with the pointer and its own upper edge there on the board. */
    drag(shift, x, y, top) {
      const { block, geometry } = lift
      lift.drag = true
      block.classList.add("block-dragged")
      block.style.translate = shift.map((by) => `${by}px`).join(" ")
      if (!geometry.inside(x, y)) return
      const start = geometry.startAt(top)
      // What is drawn across all rooms is under the pointer in each of them.
      move(block.classList.contains("room-all") ? { start } : { start, room: geometry.roomAt(x).code })
    },
    /** Its lower edge has been drawn so far down. */
    resize: (dy) => move({ minutes: Math.round((lift.was.minutes + dy / lift.geometry.minute) / STEP) * STEP }),
  }
}
