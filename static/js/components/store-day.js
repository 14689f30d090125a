/** Has the phone keep the day's page, and says so once it does. */

export async function wake(element) {
  const { worker, scope, page } = element.dataset
  if (!navigator.serviceWorker) return
  const registration = await navigator.serviceWorker.register(worker, { scope })
  if (!registration.active) await activated(registration.installing ?? registration.waiting)
  element.hidden = !(await caches.match(page))
}

function activated(worker) {
  return new Promise((resolve) => {
    worker.addEventListener("statechange", () => worker.state === "activated" && resolve())
  })
}
