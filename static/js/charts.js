// One crosshair for all charts of a page: where the reader points, or goes with the arrow keys, every chart says what was then.
//
// A chart carries its own sentences (data-stops: times, words); this file only chooses one and draws a line. It also tells
// the server the reader's time zone, in which days are counted, and sends a filter as soon as it is chosen.
let at = null // seconds since 1970, null while nobody points

const known = new WeakMap()

function stopsOf(chart) {
  const said = chart.dataset.stops
  if (known.get(chart)?.said !== said) known.set(chart, { said, stops: JSON.parse(said || "[[],[]]") })
  return known.get(chart).stops
}

// The stop that is nearest to a time.
function nearest(times, time) {
  let low = 0, high = times.length - 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (times[middle] <= time) low = middle
    else high = middle
  }
  return time - times[low] < times[high] - time ? low : high
}

function show(chart) {
  const from = Number(chart.dataset.from), to = Number(chart.dataset.to)
  const [times, words] = stopsOf(chart)
  const isIn = at !== null && times.length > 0 && at >= from && at <= to
  const place = isIn ? nearest(times, at) : -1
  const line = chart.querySelector(".cross")
  line.toggleAttribute("hidden", !isIn)
  if (isIn) {
    const x = `${(100 * (times[place] - from) / (to - from)).toFixed(2)}%`
    line.setAttribute("x1", x)
    line.setAttribute("x2", x)
  }
  const text = isIn ? words[place] : chart.dataset.last
  const output = chart.parentElement.querySelector(".readout output")
  if (output && output.textContent !== text) output.textContent = text
  chart.setAttribute("aria-valuetext", text)
  chart.setAttribute("aria-valuenow", isIn ? times[place] : to)
}

function point(time) {
  at = time
  for (const chart of document.querySelectorAll("[data-chart]")) show(chart)
}

// ---- the pointer

function timeUnder(chart, event) {
  const plot = chart.querySelector(".chart-plot").getBoundingClientRect()
  const part = Math.min(1, Math.max(0, (event.clientX - plot.left) / plot.width))
  return Number(chart.dataset.from) + part * (chart.dataset.to - chart.dataset.from)
}

for (const kind of ["pointermove", "pointerdown"]) {
  document.addEventListener(kind, event => {
    const chart = event.target.closest?.("[data-chart]")
    if (chart) point(timeUnder(chart, event))
    else if (at !== null && !document.activeElement.matches("[data-chart]")) point(null)
  })
}

// ---- the keys

const STEPS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10, Home: -Infinity, End: Infinity }

document.addEventListener("keydown", event => {
  const chart = event.target.closest?.("[data-chart]")
  if (!chart) return
  if (event.key === "Escape") return point(null)
  const step = STEPS[event.key]
  const [times] = stopsOf(chart)
  if (step === undefined || times.length === 0) return
  event.preventDefault()
  const here = at === null ? times.length - (step < 0 ? 0 : 1) : nearest(times, at)
  point(times[Math.min(times.length - 1, Math.max(0, here + step))])
})
document.addEventListener("focusout", event => { if (event.target.matches("[data-chart]")) point(null) })
document.body.addEventListener("htmx:afterSwap", () => point(at))

// ---- what the page is asked

for (const form of document.querySelectorAll("form[data-submits]")) {
  form.addEventListener("formdata", event => {
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name)
  })
  form.addEventListener("change", event => { if (event.target.matches("select")) form.requestSubmit() })
}

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
const told = document.cookie.match(/(?:^|; )zone=([^;]*)/)?.[1]
if (zone && told !== zone) {
  document.cookie = `zone=${zone}; path=/; max-age=31536000; SameSite=Lax`
  if (document.querySelector("[data-zone]")?.dataset.zone !== zone && document.cookie.includes(`zone=${zone}`)) location.reload()
}
