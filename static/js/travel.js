// Goes through time: opens the panel, shows the moment under the hand while it is dragged, and leads there when it is let go.
//
// The past is always an address with ?at=, so the browser's own way back and every link to a moment work.
const panel = document.getElementById("travel")
const button = document.getElementById("time-button")
const badge = document.getElementById("live")
const isPast = "at" in panel.dataset
const words = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" })
const newest = () => Number(badge?.dataset.sequence ?? panel.dataset.head)

export function go(moment) {
  const address = new URL(location.href)
  address.searchParams.delete("fragment")
  if (moment === null) address.searchParams.delete("at")
  else address.searchParams.set("at", moment)
  address.hash = ""
  if (address.href !== location.href) location.assign(address)
}

// ---- the control

let scale, slider, shown, marks = []

const clamp = (low, value, high) => Math.min(high, Math.max(low, value))

// One end of the control is the first event, the other is live; in between it is even in time.
function sequenceAt(place) {
  const bar = Math.min(scale.bounds.length - 2, Math.floor(place / scale.fine))
  const [before, after] = [scale.bounds[bar], scale.bounds[bar + 1]]
  return clamp(1, Math.round(before + (after - before) * (place / scale.fine - bar)), scale.bounds.at(-1))
}

function placeOf(sequence) {
  const bar = clamp(0, scale.bounds.findIndex(bound => sequence <= bound) - 1, scale.bounds.length - 2)
  const [before, after] = [scale.bounds[bar], scale.bounds[bar + 1]]
  return Math.round(scale.fine * (bar + Math.max(0, sequence - before) / Math.max(1, after - before)))
}

function show(sequence, place) {
  const isLive = place >= scale.most
  const time = words.format(new Date(scale.begin + scale.span * place / scale.most))
  shown.value = isLive ? "Live" : `#${sequence.toLocaleString()} · ${time}`
  slider.setAttribute("aria-valuetext", isLive ? "live" : `event ${sequence.toLocaleString()}, ${time}`)
  for (const mark of marks) mark.toggleAttribute("data-later", Number(mark.getAttribute("x")) > place / scale.fine)
}

const chosen = () => Number(slider.value) >= scale.most ? null : sequenceAt(Number(slider.value))

function release() {
  sessionStorage.setItem("scrubbing", "yes")
  go(chosen())
}

// The arrow keys go event by event, and lead there when they are let go.
let stepped = null

function press(event) {
  const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key]
  const link = panel.querySelector(`[data-press="${CSS.escape(event.key)}"]`)
  if (link && !way) return link.click()
  if (!way) return
  event.preventDefault()
  const last = scale.bounds.at(-1)
  stepped = clamp(1, (stepped ?? (isPast ? Number(panel.dataset.at) : last)) + way, last)
  slider.value = stepped === last ? scale.most : placeOf(stepped)
  show(stepped, Number(slider.value))
}

function letGo() {
  if (stepped === null) return
  sessionStorage.setItem("scrubbing", "yes")
  go(stepped === scale.bounds.at(-1) ? null : stepped)
}

// ---- the panel

async function fill() {
  const place = panel.querySelector("[data-timeline]")
  const answer = await fetch(panel.dataset.address + (isPast ? `?at=${panel.dataset.at}` : "")).catch(() => null)
  if (!answer?.ok) return
  place.innerHTML = await answer.text()
  slider = place.querySelector("input")
  shown = place.querySelector("output")
  marks = [...place.querySelectorAll("rect")]
  const bounds = slider.dataset.bounds.split(",").map(Number)
  const most = Number(slider.max)
  scale = { bounds, most, fine: most / (bounds.length - 1), begin: Date.parse(slider.dataset.begin), span: Number(slider.dataset.span) }
  show(isPast ? Number(panel.dataset.at) : bounds.at(-1), Number(slider.value))
  slider.addEventListener("input", () => show(sequenceAt(Number(slider.value)), Number(slider.value)))
  slider.addEventListener("change", release)
  slider.addEventListener("keydown", press)
  slider.addEventListener("keyup", letGo)
  if (sessionStorage.getItem("scrubbing")) slider.focus()
  sessionStorage.removeItem("scrubbing")
}

function open(isOpen) {
  panel.hidden = !isOpen
  button.setAttribute("aria-expanded", isOpen)
  localStorage.setItem("time", isOpen ? "open" : "closed")
  if (isOpen) fill()
}

const REFRESH = 30_000

if (isPast) fill()
else {
  setInterval(() => { if (!panel.hidden && !document.hidden && document.activeElement !== slider) fill() }, REFRESH)
  button.addEventListener("click", () => open(panel.hidden))
  if (localStorage.getItem("time") === "open") open(true)
}

// ---- to a moment by its number or its time

panel.addEventListener("submit", event => {
  const field = event.target.closest("[data-jump]")?.querySelector("input:not([type=hidden])")
  if (!field) return
  event.preventDefault()
  go(field.type === "number" ? field.value : new Date(field.value).toISOString())
})
panel.addEventListener("click", event => {
  const link = event.target.closest("[data-before-newest]")
  if (link) link.search = new URLSearchParams([...new URLSearchParams(location.search), ["at", newest() - 1]])
})
