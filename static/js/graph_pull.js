// Dragging from a node's handle to another node: the second one waits for the first, if the rules allow it.
//
// Follows the pointer on the window, so a drawing that is brought up to date meanwhile does not tear the line away.
import { nodeOf, waits } from "./graph_walk.js";
import { send } from "./send.js";

const EDGE = 32, STEP = 6 // near the rim of the canvas it scrolls along

export function startPull(event, canvas) {
  event.preventDefault()
  const from = nodeOf(event.target).dataset.key
  let target = null, last = event, frame = 0
  const line = () => canvas.querySelector(".pull path")

  function aim(next) {
    if (target !== next) target?.removeAttribute("data-target")
    target = next && next.dataset.key !== from && next.dataset.shape !== "fold" ? next : null
    target?.setAttribute("data-target", "")
  }

  function follow(move) {
    last = move
    const drawing = canvas.querySelector("svg.drawing"), source = drawing.querySelector(`.node[data-key="${CSS.escape(from)}"] [data-handle]`)
    if (!source) return end()
    const toDrawing = drawing.getScreenCTM().inverse()
    const box = source.getBoundingClientRect()
    const start = new DOMPoint(box.x + box.width / 2, box.y + box.height / 2).matrixTransform(toDrawing)
    const stop = new DOMPoint(move.clientX, move.clientY).matrixTransform(toDrawing)
    line().setAttribute("d", `M${start.x} ${start.y}L${stop.x} ${stop.y}`)
    aim(nodeOf(document.elementFromPoint(move.clientX, move.clientY)))
  }

  // At the rim the canvas goes on scrolling while the pointer stays.
  function scrollOn() {
    if (scroll(canvas, last)) follow(last)
    frame = requestAnimationFrame(scrollOn)
  }

  function end() {
    cancelAnimationFrame(frame)
    for (const [name, listener] of listeners) removeEventListener(name, listener)
    line()?.setAttribute("d", "")
    const to = target?.dataset.key
    aim(null)
    return to
  }

  function drop() {
    const to = end()
    if (to) add(canvas, to, from)
  }

  const listeners = [
    ["pointermove", follow], ["pointerup", drop], ["pointercancel", end],
    ["keydown", key => { if (key.key === "Escape") end() }],
  ]
  for (const [name, listener] of listeners) addEventListener(name, listener)
  frame = requestAnimationFrame(scrollOn)
}

// Whether it has scrolled.
function scroll(canvas, { clientX, clientY }) {
  const box = canvas.getBoundingClientRect(), { scrollLeft, scrollTop } = canvas
  canvas.scrollBy(
    clientX > box.right - EDGE ? STEP : clientX < box.left + EDGE ? -STEP : 0,
    clientY > box.bottom - EDGE ? STEP : clientY < box.top + EDGE ? -STEP : 0,
  )
  return canvas.scrollLeft !== scrollLeft || canvas.scrollTop !== scrollTop
}

function add(canvas, item, needs) {
  const button = canvas.parentElement.querySelector("[data-add]")
  button.dataset.done = `${waits(needs, item)} now.`
  send(button, { item, needs })
}
