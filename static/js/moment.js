// Whoever looks at the past stays there, also by links that the browser draws: they lead to the same moment.
//
// What the server draws says so already. A link with data-to-now leads to the present.
const at = document.getElementById("travel")?.dataset.at
const project = location.pathname.match(/^\/projects\/[^/]+\//)?.[0]

// The address, with the moment of this page where it stays in the project.
export function inMoment(href) {
  const address = new URL(href, location.href)
  const isInside = at && address.origin === location.origin && address.pathname.startsWith(project)
  if (!isInside || address.searchParams.has("at")) return href
  address.searchParams.set("at", at)
  return address.pathname + address.search + address.hash
}

function stay(event) {
  const link = at && event.target.closest?.("a[href]:not([data-to-now])")
  if (link) link.setAttribute("href", inMoment(link.getAttribute("href")))
}

for (const kind of ["pointerdown", "click"]) document.addEventListener(kind, stay, true)
