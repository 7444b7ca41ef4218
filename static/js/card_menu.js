// The menu of a card: every move that is open for it (or for all that are chosen with it), and the column each leads to.
import { common, move, ways, wordOf } from "./moving.js";

const menu = document.createElement("div")
menu.className = "moves-menu"
menu.popover = "auto"
menu.setAttribute("role", "menu")
document.getElementById("main").append(menu)
let cards = [], opener = null

export function show(chosen, from) {
  cards = chosen
  opener = from
  const open = common(cards)
  const head = document.createElement("p")
  head.textContent = open.length === 0 ? "Nothing can be done with it now" : cards.length === 1 ? `Move ${cards[0].dataset.key} to…` : `Move ${cards.length} tasks to…`
  menu.setAttribute("aria-label", head.textContent)
  menu.replaceChildren(head, ...open.map(one => {
    const item = one.item.cloneNode(true)
    item.querySelector("small").textContent = wordOf(ways(cards[0])[one.verb])
    item.addEventListener("click", () => { close(); move(one, cards) })
    return item
  }))
  menu.showPopover()
  place(from)
  items()[0]?.focus()
}

const items = () => [...menu.querySelectorAll("[role=menuitem]")]

function place(from) {
  const box = from.getBoundingClientRect()
  const left = Math.min(box.left, innerWidth - menu.offsetWidth - 8)
  const top = box.bottom + menu.offsetHeight + 8 < innerHeight ? box.bottom + 4 : Math.max(8, innerHeight - menu.offsetHeight - 8)
  menu.style.left = `${Math.max(8, left)}px`
  menu.style.top = `${top}px`
}

function close() {
  menu.hidePopover()
  if (opener?.isConnected) opener.focus()
}

menu.addEventListener("keydown", event => {
  const all = items()
  const at = all.indexOf(document.activeElement)
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key]
  if (event.key === "Escape" || event.key === "Tab") { event.preventDefault(); return close() }
  if (to !== undefined) all.at(to % all.length)?.focus()
  else if (event.key.length === 1 && event.key !== " ") byLetter(all, at, event.key)
  else return
  event.preventDefault()
})

function byLetter(all, at, letter) {
  const order = [...all.slice(at + 1), ...all.slice(0, at + 1)]
  order.find(item => item.textContent.trim().toLowerCase().startsWith(letter.toLowerCase()))?.focus()
}
