// How large a drawing is shown and which part of it: zoom, fit, pan, and where it opens.
//
// No text is ever drawn smaller than 11 pixels: below nine tenths of its size a node shows its key alone, at 11, then its colour.
const SIZES = [0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 1, 1.25, 1.5, 2]
const READABLE = 0.92, KEYS = 0.42, SMALLEST = 11
const sizes = new WeakMap()
const opened = new WeakSet()

// A canvas that was drawn or drawn anew: its size again, and the first time the place that matters.
export function arrive(canvas) {
  apply(canvas)
  if (opened.has(canvas)) return
  opened.add(canvas)
  const start = canvas.querySelector(`.node[data-key="${CSS.escape(canvas.dataset.start ?? "")}"]`)
  if (start) centre(canvas, start)
}

function centre(canvas, node) {
  const box = node.getBoundingClientRect(), frame = canvas.getBoundingClientRect()
  if (box.right > frame.right) canvas.scrollLeft += box.left - frame.left - 40
  if (box.bottom > frame.bottom) canvas.scrollTop += box.top - frame.top - frame.height / 3
}

export function zoom(button) {
  const canvas = button.closest(".graph").querySelector("[data-canvas]")
  const now = sizes.get(canvas) ?? 1, how = button.dataset.zoom
  if (how === "fit") set(canvas, fitting(canvas))
  else if (how === "reset") set(canvas, 1)
  else if (how === "in") set(canvas, SIZES.find(size => size > now + 0.01) ?? now)
  else set(canvas, SIZES.findLast(size => size < now - 0.01) ?? now)
}

function fitting(canvas) {
  const { width, height } = canvas.querySelector("svg.drawing").viewBox.baseVal
  return Math.max(SIZES[0], Math.min(1, canvas.clientWidth / width, canvas.clientHeight / height))
}

// What is in the middle stays there.
function set(canvas, size) {
  const before = sizes.get(canvas) ?? 1
  const x = (canvas.scrollLeft + canvas.clientWidth / 2) / before, y = (canvas.scrollTop + canvas.clientHeight / 2) / before
  sizes.set(canvas, size)
  apply(canvas)
  canvas.scrollTo(x * size - canvas.clientWidth / 2, y * size - canvas.clientHeight / 2)
}

function apply(canvas) {
  const size = sizes.get(canvas) ?? 1, drawing = canvas.querySelector("svg.drawing")
  const { width, height } = drawing.viewBox.baseVal
  drawing.setAttribute("width", width * size)
  drawing.setAttribute("height", height * size)
  drawing.setAttribute("font-size", size < READABLE ? SMALLEST / size : SMALLEST)
  if (size >= READABLE) drawing.removeAttribute("data-far")
  else drawing.setAttribute("data-far", size < KEYS ? "very" : "near")
  const said = `${Math.round(size * 100)} %`, label = canvas.parentElement.querySelector("[data-zoomed]")
  if (!label || label.textContent === said) return
  label.textContent = said
  label.parentElement.setAttribute("aria-label", `Full size, now ${said}`)
}

export function startPan(event, canvas) {
  let { clientX: x, clientY: y } = event
  canvas.setAttribute("data-panning", "")
  function move(next) {
    canvas.scrollBy(x - next.clientX, y - next.clientY)
    x = next.clientX
    y = next.clientY
  }
  function end() {
    removeEventListener("pointermove", move)
    removeEventListener("pointerup", end)
    removeEventListener("pointercancel", end)
    canvas.removeAttribute("data-panning")
  }
  addEventListener("pointermove", move)
  addEventListener("pointerup", end)
  addEventListener("pointercancel", end)
}
