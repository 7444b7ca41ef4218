// A list that is worked with the keyboard: j and k move, x chooses, Enter opens, m moves, e edits; a bar says what may be done.
//
// Rows are [data-row] with a data-key and, inside, a[data-open] and input[data-choose]. What is chosen is kept for this tab, so
// it outlives changes, filters and reloads; what a filter hides stays chosen and is counted. Knows nothing of tasks.
import { isQuiet } from "./keys.js";
import { open } from "./sheet.js";

const memory = `chosen ${location.pathname}`
const chosen = new Set(JSON.parse(sessionStorage.getItem(memory) ?? "[]"))
const bar = () => document.getElementById("chosen")
const rows = () => [...document.querySelectorAll("[data-row]")]
const rowOf = key => rows().find(row => row.dataset.key === key)
let cursor = null, place = 0, last = null, wantsMenu = false

// ---- what is seen

function show() {
  const all = rows()
  for (const row of all) {
    const isChosen = chosen.has(row.dataset.key)
    row.toggleAttribute("data-chosen", isChosen)
    row.toggleAttribute("data-cursor", row.dataset.key === cursor)
    const box = row.querySelector("[data-choose]")
    if (box) box.checked = isChosen
  }
  const seen = all.filter(row => chosen.has(row.dataset.key)).length
  const whole = document.querySelector("[data-choose-all]")
  if (whole) {
    whole.checked = seen > 0 && seen === all.length
    whole.indeterminate = seen > 0 && seen < all.length
  }
  const unseen = bar()?.querySelector("[data-unseen]")
  if (unseen) unseen.textContent = chosen.size > seen ? `, ${(chosen.size - seen).toLocaleString()} not in this list` : ""
}

function ask() {
  const here = bar()
  if (!here) return
  if (chosen.size === 0) {
    here.hidden = true
    return
  }
  const query = new URLSearchParams([...chosen].map(key => ["key", key]))
  htmx.ajax("GET", `${here.dataset.href}?${query}`, { source: here, target: here, swap: "morph" })
}

function changed() {
  sessionStorage.setItem(memory, JSON.stringify([...chosen]))
  show()
  ask()
}

// What is gone is chosen no more.
function drawn() {
  for (const key of JSON.parse(bar().dataset.gone ?? "[]")) chosen.delete(key)
  sessionStorage.setItem(memory, JSON.stringify([...chosen]))
  if (chosen.size === 0) bar().hidden = true
  show()
  if (wantsMenu) openMenu()
}

function openMenu() {
  const menu = bar()?.querySelector("details[data-moves]")
  if (!menu) return
  wantsMenu = false
  menu.open = true
  menu.querySelector("div a, div button")?.focus()
}

// ---- moving about

function go(step) {
  const all = rows()
  if (all.length === 0) return
  const at = all.findIndex(row => row.dataset.key === cursor)
  place = cursor === null ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at < 0 ? place : at + step))
  cursor = all[place].dataset.key
  show()
  all[place].querySelector("[data-open]")?.focus()
  all[place].scrollIntoView({ block: "nearest" })
}

function toggle(key, to = !chosen.has(key)) {
  if (!bar()) return
  if (to) chosen.add(key)
  else chosen.delete(key)
  last = key
}

// From the row that was chosen last to this one.
function through(key, to) {
  const keys = rows().map(row => row.dataset.key)
  const [from, until] = [keys.indexOf(last), keys.indexOf(key)].sort((a, b) => a - b)
  for (const one of from < 0 ? [key] : keys.slice(from, until + 1)) toggle(one, to)
  last = key
}

const KEYS = {
  j: () => go(1),
  k: () => go(-1),
  x: () => { if (rowOf(cursor)) { toggle(cursor); changed() } },
  m: () => {
    if (!bar()) return
    wantsMenu = true
    if (chosen.size === 0 && rowOf(cursor)) { toggle(cursor); changed() }
    else if (chosen.size > 0) openMenu()
  },
  e: () => {
    if (!bar()) return
    const one = chosen.size === 0 ? cursor : chosen.size === 1 ? [...chosen][0] : null
    if (one !== null) open(`${bar().dataset.edit}?${new URLSearchParams({ key: one })}`)
    else if (chosen.size > 1) bar().querySelector("[data-edit-chosen]")?.click()
  },
  Escape: () => { if (chosen.size > 0) { chosen.clear(); changed() } },
}

document.addEventListener("keydown", event => {
  if (event.defaultPrevented || isQuiet(event) || !Object.hasOwn(KEYS, event.key)) return
  event.preventDefault()
  KEYS[event.key]()
})

document.addEventListener("click", event => {
  const box = event.target.closest("[data-choose]")
  if (box) {
    const { key } = box.closest("[data-row]").dataset
    cursor = key
    if (event.shiftKey) through(key, box.checked)
    else toggle(key, box.checked)
    changed()
  } else if (event.target.matches("[data-choose-all]")) {
    for (const row of rows()) toggle(row.dataset.key, event.target.checked)
    changed()
  } else if (event.target.closest("[data-choose-none]")) KEYS.Escape()
})

document.addEventListener("focusin", event => {
  const row = event.target.closest("[data-row]")
  if (!row || row.dataset.key === cursor) return
  cursor = row.dataset.key
  show()
})

// ---- more of the list, and what the address says of it

document.addEventListener("click", event => {
  const link = event.target.closest("a[data-more]")
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  const address = new URL(link.href)
  history.replaceState(null, "", address)
  const part = link.closest("[data-live]")
  address.searchParams.set("fragment", part.id)
  htmx.ajax("GET", address.pathname + address.search, { source: part, target: part, swap: "morph" })
})

for (const form of document.querySelectorAll("form[data-filters]")) {
  form.addEventListener("change", event => { if (event.target.localName === "select") form.requestSubmit() })
  form.addEventListener("submit", event => {
    event.preventDefault()
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim()))
    location.assign(query.size ? `?${query}` : location.pathname)
  })
}

document.body.addEventListener("htmx:afterSwap", event => {
  if (event.target === bar()) drawn()
  else {
    show()
    if (chosen.size > 0) ask()
  }
})
show()
if (chosen.size > 0) ask()
