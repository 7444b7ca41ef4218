// The board: cards move by dragging, by their menu and by keyboard; what the page fetches meanwhile never tears one away.
import { show } from "./card_menu.js";
import { draggable } from "./drag.js";
import { isQuiet } from "./keys.js";
import { board, move, way, ways } from "./moving.js";

const cardOf = key => board.querySelector(`.card[data-key="${CSS.escape(key)}"]`)
const cells = () => [...board.querySelectorAll("[data-column]")]

// The card alone, or everything that is chosen where it is one of them.
const together = card => card.hasAttribute("data-chosen") ? [...board.querySelectorAll(".card[data-chosen]")] : [card]

// ---- dragging

let lifted = []

function lift(card) {
  const cards = together(card)
  if (!cards.some(one => Object.keys(ways(one)).length)) return null
  lifted = cards
  board.dataset.keep = "" // what is fetched meanwhile waits
  board.dataset.dragging = ""
  const lanes = new Set(cards.map(one => one.closest(".lane")))
  const columns = new Map()
  for (const cell of cells()) {
    const { column } = cell.dataset
    if (!columns.has(column)) columns.set(column, way(cards, column) !== null)
    cell.toggleAttribute("data-drop", columns.get(column) && lanes.has(cell.closest(".lane")))
    cell.toggleAttribute("data-own", cards.some(one => cell.contains(one)))
  }
  for (const one of cards) one.dataset.lifted = ""
  return cards
}

const under = (x, y) => document.elementFromPoint(x, y)?.closest("[data-drop]")

function over(x, y) {
  const cell = under(x, y)
  for (const one of cells()) one.toggleAttribute("data-over", one === cell)
}

function drop(x, y) {
  const cell = under(x, y)
  if (cell) for (const [one, cards] of way(lifted, cell.dataset.column)) move(one, cards)
}

function end() {
  for (const cell of cells()) for (const name of ["data-drop", "data-own", "data-over"]) cell.removeAttribute(name)
  for (const card of lifted) delete card.dataset.lifted
  delete board.dataset.dragging
  delete board.dataset.keep
  lifted = []
  htmx.trigger(board, "live")
}

draggable(board, ".card", { lift, over, drop, end })

// ---- the menu and the keyboard

board.addEventListener("click", event => {
  const button = event.target.closest("[data-menu]")
  if (button) show(together(button.closest(".card")), button)
})

const middle = card => { const box = card.getBoundingClientRect(); return box.top + box.height / 2 }

// Sideways to the next column of the lane that has cards, to the card at about the same height.
function beside(card, step) {
  const row = [...card.closest(".cells").children]
  for (let at = row.indexOf(card.closest("[data-column]")) + step; row[at]; at += step) {
    const cards = [...row[at].querySelectorAll(".card")]
    if (cards.length) return cards.reduce((best, one) => Math.abs(middle(one) - middle(card)) < Math.abs(middle(best) - middle(card)) ? one : best)
  }
}

function below(card, step) {
  const { column } = card.closest("[data-column]").dataset
  const cards = [...board.querySelectorAll(`[data-column="${column}"] .card`)]
  return cards[cards.indexOf(card) + step]
}

const KEYS = {
  ArrowLeft: card => beside(card, -1), ArrowRight: card => beside(card, 1), ArrowUp: card => below(card, -1), ArrowDown: card => below(card, 1),
}

board.addEventListener("keydown", event => {
  const card = event.target.closest(".card")
  if (!card || isQuiet(event) || event.shiftKey) return
  if (event.key === "m") show(together(card), card.querySelector("[data-open]"))
  else if (KEYS[event.key]) focusOn(KEYS[event.key](card))
  else return
  event.preventDefault()
})

function focusOn(card) {
  if (!card) return
  card.querySelector("[data-open]").focus({ preventScroll: true })
  card.scrollIntoView({ block: "nearest", inline: "nearest" })
}

// ---- what changes under the reader

let at = null // the card that has the focus: it keeps it when it moves to another column
document.addEventListener("focusin", event => { at = event.target.closest(".card")?.dataset.key ?? null })
document.addEventListener("pointerdown", event => { if (!event.target.closest(".card")) at = null })
document.body.addEventListener("htmx:afterSwap", event => {
  if (event.target === board && at !== null && document.activeElement === document.body) focusOn(cardOf(at))
})
document.addEventListener("sent", () => htmx.trigger(board, "live"))
