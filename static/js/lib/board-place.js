/** Where on the board something is: minutes and rooms to places on the screen, and back. */

export const STEP = 5

/** What the page says of a session: where it stands and who is in it. */
export function read(block) {
  const { code, version, start, minutes, room, speakers } = block.dataset
  return {
    code,
    version,
    start: Number(start),
    minutes: Number(minutes),
    room,
    speakers: speakers ? speakers.split(" ") : [],
    title: block.querySelector("b, a").textContent.trim(),
    placed: block.classList.contains("block"),
  }
}

/** The geometry of the board as it is drawn now; measured once a lift. */
export function measure(day) {
  const box = day.getBoundingClientRect()
  const hours = [...day.querySelectorAll(".board-time")]
  const [first, second] = hours.map((hour) => hour.getBoundingClientRect().top - box.top)
  const minute = (second - first) / 60
  const base = Number(hours[0].dataset.hour) * 60
  const rooms = [...day.parentElement.querySelectorAll(".board-room")].map((room) => {
    const { left, right } = room.getBoundingClientRect()
    return { code: room.dataset.room, column: room.dataset.column, name: room.firstElementChild.textContent, left: left - box.left, right: right - box.left }
  })
  return {
    minute,
    rooms,
    /** The start, in whole steps, of what has its upper edge so far down the board. */
    startAt: (top) => snap(base + (top - first) / minute),
    roomAt: (x) => rooms.find((room) => x < room.right) ?? rooms.at(-1),
    inside: (x, y) => x > 0 && y > 0 && x < box.width && y < box.height,
  }
}

export const snap = (minutes) => Math.max(0, Math.min(24 * 60 - STEP, Math.round(minutes / STEP) * STEP))

export function clock(minutes) {
  const hour = Math.floor(minutes / 60) % 24
  return `${hour}.${String(minutes % 60).padStart(2, "0")}`
}

export const localTime = (day, minutes) =>
  `${day}T${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`

/** Draw the block where it would stand: the classes that the page itself would give it. */
export function draw(block, at, rooms) {
  const column = rooms.find((room) => room.code === at.room)?.column
  const line = `t-${clock(at.start).padStart(5, "0").replace(".", "")}`
  const kept = [...block.classList].filter((name) => !/^(t-\d|d-\d|room-|lane-)/.test(name))
  const across = block.classList.contains("room-all") && at.room === block.dataset.room
  block.className = [...kept, line, `d-${Math.min(720, Math.ceil(at.minutes / STEP) * STEP)}`, across ? "room-all" : `room-${column}`].join(" ")
}

/** What it would collide with: something in its room, or with one of its speakers. */
export function collision(at, others) {
  return others.find(
    (other) =>
      other.code !== at.code &&
      other.placed &&
      other.start < at.start + at.minutes &&
      at.start < other.start + other.minutes &&
      ((at.room && other.room === at.room) || other.speakers.some((speaker) => at.speakers.includes(speaker))),
  )
}
