/** A survey a few questions at a time. The form is one all along: nothing is sent before the end. */

import { keepStep, keptStep } from "./keep-typed.js"

export function wake(form) {
  const pages = [...form.querySelectorAll(".survey-page")]
  const steps = form.querySelector(".survey-steps")
  const send = form.querySelector(".survey-send")
  const intro = document.getElementById("survey-intro")
  const progress = document.getElementById("survey-progress")
  const [next, back] = steps.querySelectorAll("button")
  const last = pages.length - 1
  let current = 0

  const show = (number) => {
    current = number
    pages.forEach((page, index) => (page.hidden = index !== number))
    steps.hidden = false
    next.hidden = number === last
    back.hidden = number === 0
    send.hidden = number !== last
    // What leads on comes first, on the last page too.
    if (number === last) send.after(steps)
    else send.before(steps)
    intro.hidden = number > 0
    say(progress, pages, number)
  }
  const turn = (number) => {
    show(number)
    keepStep(form, number)
    // The reader hears where it is, then the questions.
    progress.tabIndex = -1
    progress.focus({ preventScroll: true })
    progress.scrollIntoView({ block: "start" })
  }

  next.addEventListener("click", () => turn(current + 1))
  back.addEventListener("click", () => turn(current - 1))
  // Enter in a field means: go on. At the end it means: send.
  form.addEventListener("submit", (event) => {
    if (current === last || event.submitter?.name === "language") return
    event.preventDefault()
    event.stopImmediatePropagation()
    turn(current + 1)
  }, true)
  // What must be put right may lie on another page: open it before the link looks for it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".error-summary a[href^='#']")
    const page = link && document.getElementById(link.hash.slice(1))?.closest(".survey-page")
    if (page) show(pages.indexOf(page))
  }, true)

  form.addEventListener("typed-removed", () => turn(0))

  progress.hidden = false
  const faulty = pages.findIndex((page) => page.querySelector(".field-bad"))
  show(faulty < 0 ? Math.min(keptStep(form), last) : faulty)
}

/** Weave the band as far as the shown questions, and say which they are. */
function say(progress, pages, number) {
  const upTo = (count) =>
    pages.slice(0, count).reduce((sum, page) => sum + Number(page.dataset.questions), 0)
  const { one, many, total } = progress.dataset
  const [from, to] = [upTo(number) + 1, upTo(number + 1)]
  const words = (from === to ? one : many)
    .replace("{from}", from).replace("{to}", to).replace("{total}", total)
  const band = progress.querySelector("svg")
  band.setAttribute("aria-label", words)
  band.querySelector("rect:last-child").setAttribute("width", `${(100 * to) / total}%`)
  progress.querySelector("p").textContent = words
}
