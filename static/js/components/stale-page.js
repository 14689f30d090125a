/** Asks for the page again once what it says of "now" is out of date, and only while somebody looks at it. */

export function wake(element) {
  const until = Date.parse(element.dataset.until)
  const renew = () => {
    // Without network the page stays as it is: it may be all that there is.
    if (Date.now() >= until && document.visibilityState === "visible" && navigator.onLine) location.reload()
  }
  document.addEventListener("visibilitychange", renew)
  setInterval(renew, 20_000)
}
