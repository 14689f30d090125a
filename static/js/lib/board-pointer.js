/** Dragging sessions with a mouse, a pen or a finger; a finger presses a while first, for else it scrolls. */

const SLACK = 6 // a hand trembles
const PRESS = 350
// So near its lower edge a block is drawn out, anywhere else moved; a finger hides what it points at.
const EDGE = 8
const FINGER_EDGE = 24
const MARGIN = 50
const STRIDE = 15
const WIDE = matchMedia("(min-width: 46rem)") // as the style sheet draws rooms beside each other

export function pointing(board, lift) {
  let from = null
  let timer = 0
  let dragged = false
  // Many rooms make the board a window of its own within the page.
  const pane = () => board.querySelector(".board-scroll")
  const across = () => pane().scrollLeft
  const along = () => scrollY + pane().scrollTop

  board.addEventListener("pointerdown", (event) => {
    const block = event.target.closest("[data-code]")
    if (!block || !event.isPrimary || event.button !== 0 || lift.held() || !WIDE.matches) return
    const touch = event.pointerType === "touch"
    from = { block, touch, x: event.clientX, y: event.clientY, by: [0, 0], id: event.pointerId, page: scrollY, across: across(), along: along() }
    if (touch) timer = setTimeout(begin, PRESS)
  })

  function begin() {
    const { block } = from
    const box = board.querySelector("[data-board-day]").getBoundingClientRect()
    const { top, bottom } = block.getBoundingClientRect()
    Object.assign(from, { begun: true, left: box.left, top: box.top, lifted: top - box.top })
    from.sides = pane().getBoundingClientRect()
    from.onBoard = block.classList.contains("block")
    const edge = from.touch ? Math.min(FINGER_EDGE, (bottom - top) / 3) : EDGE
    from.resizes = bottom - from.y < edge && from.onBoard
    lift.start(block)
    block.setPointerCapture(from.id)
    requestAnimationFrame(follow)
  }

  board.addEventListener("pointermove", (event) => {
    if (event.pointerId !== from?.id) return
    from.by = [event.clientX - from.x, event.clientY - from.y]
    from.moved ||= Math.hypot(...from.by) >= SLACK
    if (from.begun || !from.moved) return
    if (from.touch) return clear()
    begin()
  })

  /** Once a frame, also beneath a pointer that rests: at an edge what lies beyond comes along. */
  function follow() {
    if (!from?.begun || !lift.held()) return
    requestAnimationFrame(follow)
    if (!from.moved) return
    const stride = (at, start, end) => (at < start + MARGIN ? -STRIDE : at > end - MARGIN ? STRIDE : 0)
    const down = stride(from.y + from.by[1], 0, innerHeight)
    pane().scrollBy(stride(from.x + from.by[0], from.sides.left, from.sides.right), down)
    scrollBy(0, down)
    place()
  }

  function place() {
    const [dx, dy] = from.by
    const [x, y] = [across() - from.across, along() - from.along]
    if (from.resizes) return lift.resize(dy + y)
    // What comes from the tray is no part of the board, which scrolls beneath it.
    const shift = from.onBoard ? [dx + x, dy + y] : [dx, dy + scrollY - from.page]
    lift.drag(shift, from.x + dx - from.left + x, from.y + dy - from.top + y, from.lifted + dy + y)
  }

  board.addEventListener("pointerup", (event) => {
    if (event.pointerId !== from?.id) return
    const { begun, moved, onBoard, resizes } = from
    if (!begun || !lift.held()) return clear()
    if (moved) place()
    clear()
    // The press that ends a drag is no press on the link beneath.
    dragged = true
    setTimeout(() => (dragged = false), 50)
    const over = document.elementFromPoint(event.clientX, event.clientY)
    if (resizes || over?.closest(".board-scroll")) lift.down()
    else if (over?.closest("[data-tray]") && onBoard) lift.unplace()
    else lift.back()
  })
  board.addEventListener("pointercancel", (event) => {
    if (event.pointerId !== from?.id) return
    if (from.begun && lift.held()) lift.back()
    clear()
  })
  board.addEventListener("click", (event) => dragged && event.preventDefault(), { capture: true })
  // A link is dragged by the browser itself, and a finger scrolls, unless they are told not to.
  board.addEventListener("dragstart", (event) => event.target.closest?.("[data-code]") && event.preventDefault())
  // A drag marks no text on its way: with 200 sessions that would cost most of each step.
  board.addEventListener("selectstart", (event) => from && event.preventDefault())
  board.addEventListener("contextmenu", (event) => from?.begun && event.preventDefault())
  const still = (event) => from?.begun && event.cancelable && event.preventDefault()
  board.addEventListener("touchmove", still, { passive: false })

  function clear() {
    clearTimeout(timer)
    from = null
  }
}
