// Times that tick: "3 min ago", "74 s left", the exact moment in the reader's own zone on hover. Draws no clock of its own.
//
// <time datetime="..." data-time="ago|short|left|date">: the server writes a first text, so the page reads without this file.
const WEEK = 7 * 86400
const exact = new Intl.DateTimeFormat(undefined, {
  day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short",
})
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" })
const UNITS = [[86400, "d", "day", "days"], [3600, "h", "hour", "hours"], [60, "m", "min", "min"]]

function span(seconds, short) {
  for (const [size, letter, one, many] of UNITS) {
    if (seconds < size) continue
    const count = Math.floor(seconds / size)
    return short ? `${count}${letter}` : `${count} ${count === 1 ? one : many}`
  }
  return short ? `${seconds}s` : `${seconds} s`
}

const WORDS = {
  ago: (age, moment) => age < 5 ? "just now" : age < WEEK ? `${span(age)} ago` : day.format(moment),
  short: (age, moment) => age < 5 ? "now" : age < WEEK ? span(age, true) : day.format(moment),
  left: age => age > 0 ? `${span(age)} over` : `${span(-age)} left`,
  date: (age, moment) => exact.format(moment),
}

// A page of the past counts from the moment that it shows.
const clock = () => document.documentElement.dataset.now ? new Date(document.documentElement.dataset.now) : Date.now()

function tick(element) {
  const moment = new Date(element.dateTime)
  const age = Math.round((clock() - moment) / 1000)
  const text = WORDS[element.dataset.time](age, moment)
  if (element.textContent !== text) element.textContent = text
  if (!element.title || element.dataset.exact !== element.dateTime) {
    element.title = exact.format(moment)
    element.dataset.exact = element.dateTime
  }
  if (element.dataset.time === "left") element.toggleAttribute("data-soon", age > -30)
}

function tickAll(root = document) {
  for (const element of root.querySelectorAll("time[data-time]")) tick(element)
}

tickAll()
setInterval(() => { if (!document.hidden) tickAll() }, 1000)
document.addEventListener("visibilitychange", () => { if (!document.hidden) tickAll() })
document.body.addEventListener("htmx:afterSwap", () => tickAll())
