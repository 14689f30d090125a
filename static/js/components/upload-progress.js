/** Shows how much of a large file has been sent; without script the browser's own sign does. */

const SPOKEN_STEP = 25 // percent between two announcements

export function wake(box) {
  const form = box.closest("form")
  const input = box.querySelector("input[type=file]")
  let sending = false
  form.addEventListener("submit", (event) => {
    if (!input.files.length) return
    event.preventDefault()
    if (sending) return
    sending = true
    send(form, show(box), () => (sending = false))
  })
}

/** A bar with words; both are removed by whatever page comes next. */
function show(box) {
  const words = document.createElement("p")
  words.className = "small"
  words.role = "status"
  const bar = document.createElement("progress")
  bar.className = "upload-progress"
  bar.max = 100
  bar.value = 0
  bar.setAttribute("aria-label", box.dataset.sending)
  box.append(words, bar)
  let spoken = -SPOKEN_STEP
  return {
    set(percent) {
      bar.value = percent
      if (percent < spoken + SPOKEN_STEP && percent < 100) return
      spoken = percent
      words.textContent = `${box.dataset.sending}: ${percent} %`
    },
    remove() {
      words.remove()
      bar.remove()
    },
  }
}

function send(form, progress, release) {
  const request = new XMLHttpRequest()
  request.open("POST", form.action)
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    if (total) progress.set(Math.floor((100 * loaded) / total))
  })
  request.addEventListener("load", () => {
    // The answer is a page: the one that was led to, or the form with its errors.
    if (request.status < 400) history.replaceState(null, "", request.responseURL)
    document.open()
    document.write(request.responseText)
    document.close()
  })
  // A network that went away: the browser's own way says so in its own words.
  request.addEventListener("error", () => {
    progress.remove()
    release()
    form.submit()
  })
  request.send(new FormData(form))
}
