// The graph under the hand: what is near lights up, arrow keys walk along edges, dragging from a handle makes something wait.
//
// Draws nothing of the plan: nodes and edges come from the server, and a change is asked of the API like any other.
import { canvasOf, edgeAt, edgesOf, endsOf, neighbours, nodeOf, nodes, waits } from "./graph_walk.js";
import { startPull } from "./graph_pull.js";
import { arrive, startPan, zoom } from "./graph_view.js";
import { isQuiet } from "./keys.js";
import { open } from "./sheet.js";

let lit = null // the reference whose surroundings are lit

// ---- light

function light(ref) {
  lit = ref
  for (const drawing of document.querySelectorAll("svg.drawing")) {
    const on = ref ? neighbours(drawing, ref) : null
    drawing.toggleAttribute("data-lit", Boolean(on))
    for (const node of nodes(drawing)) node.toggleAttribute("data-on", Boolean(on?.has(node.dataset.key)))
    for (const edge of edgesOf(drawing)) {
      edge.toggleAttribute("data-on", Boolean(on && endsOf(edge).every(end => on.has(end))))
    }
  }
}

document.addEventListener("pointerover", event => {
  if (event.buttons || !canvasOf(event.target)) return
  light(nodeOf(event.target)?.dataset.key ?? nodeOf(document.activeElement)?.dataset.key ?? null)
  const edge = event.target.closest(".edge")
  if (edge && !edge.firstChild) explain(edge)
})
document.addEventListener("pointerout", event => {
  if (lit && canvasOf(event.target) && !canvasOf(event.relatedTarget)) light(nodeOf(document.activeElement)?.dataset.key ?? null)
})
document.addEventListener("focusin", event => {
  const node = nodeOf(event.target)
  if (node || lit) light(node?.dataset.key ?? null)
})

// What a line means is said where the pointer rests, and only there: there may be thousands of lines.
function explain(edge) {
  const title = document.createElementNS(edge.namespaceURI, "title")
  title.textContent = waits(...endsOf(edge))
  edge.append(title)
}

// ---- keys

const STEPS = { ArrowRight: "after", ArrowLeft: "before", ArrowUp: "above", ArrowDown: "below" }

function press(event) {
  const node = nodeOf(event.target), canvas = canvasOf(event.target)
  if (!node || event.ctrlKey || event.metaKey || event.altKey) return
  const ref = node.dataset.key, isOn = !isQuiet(event)
  if (event.key in STEPS) {
    const next = neighbours.step(node, STEPS[event.key])
    next?.querySelector("a").focus({ preventScroll: true })
    next?.scrollIntoView({ block: "nearest", inline: "nearest" })
  } else if (isOn && event.key === "w" && canvas.dataset.sheetUrl) {
    open(`${canvas.dataset.sheetUrl}?item=${encodeURIComponent(ref)}`, event.target)
  } else if (isOn && event.key === "n") {
    const at = new URLSearchParams(location.search).get("at")
    location.assign(`${canvas.dataset.focusUrl}?${new URLSearchParams({ ...at && { at }, focus: ref })}`)
  } else return
  event.preventDefault()
  event.stopPropagation()
}

document.body.addEventListener("keydown", press)

// ---- pointer

let pressed = { x: 0, y: 0 }

document.addEventListener("pointerdown", event => {
  const canvas = canvasOf(event.target)
  if (!canvas || event.button) return
  pressed = { x: event.clientX, y: event.clientY }
  if (event.target.closest("[data-handle]")) startPull(event, canvas)
  else if (!nodeOf(event.target) && event.pointerType === "mouse") startPan(event, canvas)
})
document.addEventListener("click", event => {
  const button = event.target.closest?.("[data-zoom]"), canvas = canvasOf(event.target)
  if (button) return zoom(button)
  if (!canvas?.dataset.edgeUrl || nodeOf(event.target) || Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > 4) return
  const edge = edgeAt(event.clientX, event.clientY)
  if (!edge) return
  const [needs, item] = endsOf(edge)
  open(`${canvas.dataset.edgeUrl}?${new URLSearchParams({ item, needs })}`, canvas)
})

// What the server sent knows nothing of light and size: they are put back before anybody sees it.
document.body.addEventListener("htmx:afterSwap", () => {
  for (const canvas of document.querySelectorAll("[data-canvas]")) arrive(canvas)
  light(lit)
})
for (const canvas of document.querySelectorAll("[data-canvas]")) arrive(canvas)
