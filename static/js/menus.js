// Menus that open under a button: arrow keys go through what is in them, and whatever is picked closes them.
const items = menu => [...menu.querySelectorAll("a, button")].filter(item => !item.closest("summary") && item.checkVisibility())

document.addEventListener("keydown", event => {
  const menu = event.target.closest?.("details.menu[open]")
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!menu || !step) return
  const all = items(menu)
  const at = all.indexOf(document.activeElement)
  event.preventDefault()
  all.at(at < 0 && step < 0 ? -1 : (at + step) % all.length)?.focus()
})
document.addEventListener("click", event => {
  const menu = event.target.closest("a, button")?.closest("details.menu[open]")
  if (menu && !event.target.closest("summary")) menu.open = false
})
