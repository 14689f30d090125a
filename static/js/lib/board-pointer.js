/** Dragging sessions with a mouse, a pen or a finger; a finger presses a while first, for else it scrolls. */

const SLACK = 6 // a hand trembles
const PRESS = 350
const EDGE = 8 // so near its lower edge a block is drawn out, anywhere else moved
const MARGIN = 50
const STRIDE = 15
const WIDE = matchMedia("(min-width: 46rem)") // as the style sheet draws rooms beside each other

export function pointing(board, lift) {
  let from = null
  let timer = 0
  let dragged = false

  board.addEventListener("pointerdown", (event) => {
    const block = event.target.closest("[data-code]")
    if (!block || event.button !== 0 || lift.held() || !WIDE.matches) return
    from = { block, x: event.clientX, y: event.clientY, id: event.pointerId, scroll: scrollY }
    if (event.pointerType === "touch") timer = setTimeout(begin, PRESS)
  })

  function begin() {
    const { block } = from
    const box = board.querySelector("[data-board-day]").getBoundingClientRect()
    const { top, bottom } = block.getBoundingClientRect()
    Object.assign(from, { begun: true, left: box.left, top: box.top })
    from.resizes = bottom - from.y < EDGE && block.classList.contains("block")
    lift.start(block)
    lift.held().top = top - box.top
    block.setPointerCapture(from.id)
  }

  board.addEventListener("pointermove", (event) => {
    if (event.pointerId !== from?.id) return
    const [dx, dy] = [event.clientX - from.x, event.clientY - from.y]
    if (!from.begun) {
      if (Math.hypot(dx, dy) < SLACK) return
      if (event.pointerType === "touch") return clear()
      begin()
    }
    if (!lift.held()) return
    // At the upper and lower edge of the window the page comes along.
    if (event.clientY < MARGIN) scrollBy(0, -STRIDE)
    else if (event.clientY > innerHeight - MARGIN) scrollBy(0, STRIDE)
    const scrolled = scrollY - from.scroll
    if (from.resizes) lift.resize(dy + scrolled)
    else lift.drag(dx, dy + scrolled, event.clientX - from.left, event.clientY - from.top + scrolled)
  })

  board.addEventListener("pointerup", (event) => {
    if (event.pointerId !== from?.id) return
    const { begun, block, resizes } = from
    clear()
    if (!begun || !lift.held()) return
    // The press that ends a drag is no press on the link beneath.
    dragged = true
    setTimeout(() => (dragged = false), 50)
    const over = document.elementFromPoint(event.clientX, event.clientY)
    if (resizes || over?.closest(".board-scroll")) lift.down()
    else if (over?.closest("[data-tray]") && block.classList.contains("block")) lift.unplace()
    else lift.back()
  })
  board.addEventListener("pointercancel", () => {
    if (from?.begun && lift.held()) lift.back()
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
