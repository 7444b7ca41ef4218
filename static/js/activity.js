// The list of events: days between its lines, and new ones only where nothing moves under the reader.
//
// What is new is fetched by itself while the reader is at the top, has opened nothing and has not pressed pause; else a button waits.
const pause = document.getElementById("pause")
const form = document.getElementById("events-asked")
const day = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long", year: "numeric" })

const list = () => document.getElementById("activity")
const isPaused = () => pause?.getAttribute("aria-pressed") === "true"
const isReading = () => scrollY > 40 || list().querySelector("details[open], .rows :focus")

function separate() {
  for (const mark of list().querySelectorAll("h2.day")) mark.remove()
  let last = ""
  for (const line of list().querySelectorAll(".rows > article")) {
    const words = day.format(new Date(line.querySelector(":scope > .when time").dateTime))
    if (words !== last) {
      const mark = document.createElement("h2")
      mark.className = "day"
      mark.textContent = words
      line.before(mark)
    }
    last = words
  }
}

function follow() {
  if (!isPaused() && !isReading()) list().querySelector("[data-show-news]")?.click()
}

separate()
document.body.addEventListener("htmx:afterSettle", event => {
  if (event.target.id === "activity") separate()
  if (event.target.id === "news") follow()
})
pause?.addEventListener("click", () => {
  pause.setAttribute("aria-pressed", !isPaused())
  follow()
})

// Fields that say nothing stay out of the address.
form.addEventListener("change", () => form.requestSubmit())
form.addEventListener("submit", () => {
  for (const field of form.elements) field.disabled ||= !field.value
})
