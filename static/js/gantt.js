// The schedule's chart: opens at today, folds and unfolds without leaving the place, and a bar leads where its line leads.
//
// Draws nothing. a[data-soft] changes the address and fetches the part around it ([data-soft-target]) by that address.
const MARGIN = 160 // pixels of the past that are seen before today

function openAtToday() {
  const box = document.querySelector("[data-gantt]")
  if (box?.dataset.today) box.scrollLeft = Math.max(0, Number(box.dataset.today) - MARGIN)
}

async function follow(link) {
  const target = link.closest("[data-soft-target]")
  const address = new URL(link.href)
  const wanted = new URL(address)
  wanted.searchParams.set("fragment", target.id)
  await htmx.ajax("GET", wanted.pathname + wanted.search, { source: target, target, swap: "morph" })
  history.replaceState(null, "", address)
  for (const other of document.querySelectorAll("[data-live][hx-get]")) { // what is fetched later asks by the new address, too
    if (other === target) continue
    const query = new URLSearchParams(address.search)
    query.set("fragment", other.id)
    other.setAttribute("hx-get", `?${query}`)
    htmx.process(other)
  }
}

document.addEventListener("click", event => {
  const link = event.target.closest("a[data-soft]")
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault()
    return follow(link)
  }
  const row = event.target.closest("svg [data-row]")
  if (row) document.querySelector(`.gantt-list [data-key="${CSS.escape(row.dataset.row)}"] .what a`)?.click()
})

openAtToday()
