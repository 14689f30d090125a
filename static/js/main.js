/** Finds what bears data-component and wakes the module of that name. Pages work without it. */

for (const element of document.querySelectorAll("[data-component]")) {
  for (const name of element.dataset.component.split(" ")) wake(name, element)
}

async function wake(name, element) {
  if (!/^[a-z-]+$/.test(name)) return
  // A network that goes away in between leaves the page as it is without script.
  const component = await import(`./components/${name}.js`).catch(() => null)
  component?.wake(element)
}
