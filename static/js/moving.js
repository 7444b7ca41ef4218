// What may be done with cards of the board, and doing it. The server says which moves each kind of card has and where they lead.
import { send } from "./send.js";
import { open } from "./sheet.js";

const known = document.getElementById("moves")
export const board = document.getElementById("board")
export const moves = [...known.content.children].map(item => ({ verb: item.dataset.verb, href: item.dataset.href, label: item.innerText.trim(), item }))

let said = "", parsed = {}

// { verb: column } of one card; the column is empty where the card stays in its own.
export function ways(card) {
  if (said !== board.dataset.ways) parsed = JSON.parse(said = board.dataset.ways)
  return parsed[card.dataset.kind] ?? {}
}

// The moves that all of these cards have. A task is split in its own way, so never several at once.
export const common = cards => moves.filter(move => (cards.length === 1 || move.verb !== "decompose") && cards.every(card => move.verb in ways(card)))

// How cards get to a column: [[move, cards]], or null where one of them cannot, or where more than one thing would have to be asked.
export function way(cards, column) {
  const parts = new Map()
  for (const card of cards) {
    const open = ways(card)
    const move = moves.find(one => open[one.verb] === column)
    if (!move) return null
    parts.set(move, [...parts.get(move) ?? [], card])
  }
  return parts.size === 1 || [...parts.keys()].every(move => !move.href) ? [...parts] : null
}

export const wordOf = column => board.querySelector(`.heads [data-key="${column}"] h2`)?.textContent ?? ""

export async function move(one, cards) {
  const keys = cards.map(card => card.dataset.key)
  if (one.href) return open(`${one.href}?${new URLSearchParams(keys.map(key => ["key", key]))}`, cards[0].querySelector("a"))
  const isHeld = cards.some(card => card.dataset.kind.includes("+held"))
  const button = document.createElement("button")
  button.dataset.send = `POST ${known.dataset.api}/{key}/${one.verb}`
  button.dataset.each = JSON.stringify(keys)
  button.dataset.done = `${keys.length === 1 ? keys[0] : `${keys.length} tasks`}: ${one.label.toLowerCase()}, done.`
  for (const card of cards) card.dataset.busy = ""
  await send(button, isHeld ? { step_in: true } : {})
  htmx.trigger(board, "live")
}
