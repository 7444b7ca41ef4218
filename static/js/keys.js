// Keys for people who do not reach for the mouse: g then a letter goes places, / finds, ? explains. Silent while a field has focus.
const help = document.getElementById("keys")
const single = document.getElementById("single-keys")
let leader = 0

const isOn = () => localStorage.getItem("keys") !== "off"
const isTyping = target => target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog")

// Whether single keys mean nothing now: they are switched off, go with others, or somebody types.
export const isQuiet = event => !isOn() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)

function press(event) {
  if (isQuiet(event)) return
  if (event.key === "?") return help?.showModal()
  if (event.key === "g") { leader = Date.now(); return }
  const isPlace = Date.now() - leader < 1500
  leader = 0
  follow(event, isPlace ? `[data-go="${CSS.escape(event.key)}"]` : `[data-press="${CSS.escape(event.key)}"]:is(a, button)`)
}

function follow(event, selector) {
  const link = document.querySelector(selector)
  if (!link) return
  event.preventDefault()
  link.click()
}

document.addEventListener("keydown", press)
document.addEventListener("click", event => {
  if (event.target.closest("[data-keys-help]")) help?.showModal()
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close()
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false
  }
})
document.addEventListener("keydown", event => {
  const menu = event.key === "Escape" && document.querySelector("details.menu[open]")
  if (!menu) return
  event.preventDefault()
  menu.open = false
  menu.querySelector("summary").focus()
})
if (single) {
  single.checked = isOn()
  single.addEventListener("change", () => localStorage.setItem("keys", single.checked ? "on" : "off"))
}
