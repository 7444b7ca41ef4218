// The palette: / or Ctrl K opens it over any page; it jumps to whatever has a name or a number and presses the page's own buttons.
import { inMoment } from "./moment.js";
import { steer } from "./combobox.js";
import { commands, drawn, places } from "./commands.js";
import { recent, remember } from "./recent.js";
import { projectsLike, searcher } from "./search.js";

const palette = document.getElementById("palette")
const field = document.getElementById("palette-field")
const list = document.getElementById("palette-list")
const none = palette.querySelector(".none")
const everything = document.querySelector("meta[name=find]")?.content
const PAUSE = 60
const find = searcher()
const steering = steer(field, list, { take })
let local = [], waiting = null, timer = 0, drawnFor = null

function open() {
  if (palette.open || document.querySelector("dialog[open]")) return
  local = [...places(), ...commands()]
  field.value = ""
  palette.showModal()
  field.focus()
  look()
}

// ---- what is shown

const GROUPS = [
  ["recent", "Recent"], ["near", "Go to or do"], ["project", "Projects"], ["task", "Tasks"], ["track", "Tracks"], ["agent", "Agents"],
  ["sync", "Sync points"], ["event", "Events"], ["message", "Messages"], ["decision", "Decisions"], ["far", "Go to or do"], ["all", "Everything"],
]

function look() {
  clearTimeout(timer)
  const words = field.value.trim()
  if (!words) return draw(words, [...recent().map(one => ["recent", one]), ...local.map(one => ["near", one])])
  waiting = Promise.all([find(words), projectsLike(words)]).then(([found, projects]) => {
    if (found === null || field.value.trim() !== words) return
    waiting = null
    draw(words, [...mine(words), ...[...projects, ...found].map(one => [one.kind, one]), ...last(words)])
  })
}

// Own pages and commands: before what was found where they begin with what was typed, behind it where they only hold it.
function mine(words) {
  const asked = words.toLowerCase().split(/\s+/)
  return local.filter(one => asked.every(word => one.title.toLowerCase().includes(word)))
    .map(one => [one.title.toLowerCase().startsWith(asked[0]) ? "near" : "far", one])
}

const last = words => everything
  ? [["all", { kind: "", key: "", title: `Search everything for “${words}”`, state: "", href: searchAddress(words), keys: "" }]] : []

function searchAddress(words) {
  const address = new URL(everything, location.href)
  address.searchParams.set("q", words)
  return address.pathname + address.search
}

function draw(words, found) {
  const groups = GROUPS.flatMap(([name, title]) => {
    const ones = found.filter(([group]) => group === name).map(([, one]) => one)
    return ones.length ? [grouped(title, ones)] : []
  })
  if (drawnFor !== words) list.scrollTop = 0
  drawnFor = words
  list.replaceChildren(...groups)
  none.hidden = groups.length > 0
  steering.shown({ first: true })
}

function grouped(title, ones) {
  const group = document.createElement("div")
  group.setAttribute("role", "group")
  group.setAttribute("aria-label", title)
  const head = document.createElement("p")
  head.setAttribute("aria-hidden", "true")
  head.textContent = title
  group.append(head, ...ones.map(drawn))
  return group
}

// ---- what is done

function take({ one }) {
  palette.close()
  if (one.press) return one.press.click()
  if (one.key) remember(one)
  location.assign(inMoment(one.href))
}

// Who types fast and presses Enter means what the words will find, not what was there before.
field.addEventListener("keydown", async event => {
  if (event.key !== "Enter" || event.isComposing || !(waiting || timer)) return
  event.preventDefault()
  event.stopImmediatePropagation()
  if (timer) look()
  timer = 0
  await waiting
  if (palette.open && steering.chosen()) take(steering.chosen())
}, { capture: true })
field.addEventListener("input", () => {
  clearTimeout(timer)
  timer = setTimeout(() => { timer = 0; look() }, PAUSE)
})
palette.addEventListener("close", () => { clearTimeout(timer); timer = 0; waiting = null })
palette.addEventListener("click", event => { if (event.target === palette) palette.close() })

document.addEventListener("click", event => {
  if (!event.target.closest("[data-palette]") || event.ctrlKey || event.metaKey) return
  event.preventDefault()
  open()
})
document.addEventListener("keydown", event => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
  event.preventDefault()
  open()
})
