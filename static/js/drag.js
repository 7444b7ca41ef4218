// Dragging by pointer: a mouse lifts what it moves, a finger lifts what it rests on. Knows nothing of what is dragged.
//
// `lift(item)` answers what goes along, or null where it may not be lifted; `over(x, y)` and `drop(x, y)` are told where the
// pointer is; `end()` is called in the end, whatever came of it. Escape gives up. The box scrolls when the pointer nears its edge.
const FAR = 6, SHAKE = 10, HOLD = 350, EDGE = 56, SPEED = 14

export function draggable(box, selector, { lift, over, drop, end }) {
  let armed = null, ghost = null

  function arm(event) {
    if (event.button !== 0 || !event.isPrimary || event.target.closest("button, input, label")) return
    const item = event.target.closest(selector)
    if (!item) return
    armed = { item, id: event.pointerId, isTouch: event.pointerType === "touch", fromX: event.clientX, fromY: event.clientY, x: event.clientX, y: event.clientY }
    if (armed.isTouch) armed.timer = setTimeout(start, HOLD)
  }

  function start() {
    const { left, top, width } = armed.item.getBoundingClientRect()
    const image = armed.item.cloneNode(true)
    const items = lift(armed.item)
    if (!items) return disarm()
    armed.offsetX = armed.fromX - left
    armed.offsetY = armed.fromY - top
    ghost = image
    ghost.className += " ghost"
    ghost.style.width = `${width}px`
    ghost.setAttribute("aria-hidden", "true")
    if (items.length > 1) ghost.append(Object.assign(document.createElement("b"), { textContent: items.length }))
    document.body.append(ghost)
    box.setPointerCapture(armed.id)
    getSelection().removeAllRanges()
    follow()
    requestAnimationFrame(scroll)
  }

  function move(event) {
    if (!armed || event.pointerId !== armed.id) return
    armed.x = event.clientX
    armed.y = event.clientY
    if (ghost) return follow()
    const way = Math.hypot(armed.x - armed.fromX, armed.y - armed.fromY)
    if (armed.isTouch && way > SHAKE) disarm()
    else if (!armed.isTouch && way > FAR) start()
  }

  function follow() {
    ghost.style.translate = `${armed.x - armed.offsetX}px ${armed.y - armed.offsetY}px`
    over(armed.x, armed.y)
  }

  function scroll() {
    if (!ghost) return
    const edge = box.getBoundingClientRect()
    const near = (from, to, at) => at < from + EDGE ? -SPEED : at > to - EDGE ? SPEED : 0
    box.scrollBy(near(edge.left, edge.right, armed.x), near(edge.top, edge.bottom, armed.y))
    over(armed.x, armed.y)
    requestAnimationFrame(scroll)
  }

  function disarm() {
    clearTimeout(armed?.timer)
    const wasLifted = ghost !== null
    ghost?.remove()
    ghost = armed = null
    if (wasLifted) end()
  }

  function release(event) {
    if (!armed || event.pointerId !== armed.id) return
    if (ghost) {
      // The press was a lift and not a click on the link below it.
      addEventListener("click", swallow, { capture: true, once: true })
      setTimeout(() => removeEventListener("click", swallow, { capture: true }))
      drop(event.clientX, event.clientY)
    }
    disarm()
  }

  const swallow = event => { event.preventDefault(); event.stopPropagation() }

  box.addEventListener("pointerdown", arm)
  addEventListener("pointermove", move)
  addEventListener("pointerup", release)
  addEventListener("pointercancel", event => { if (event.pointerId === armed?.id) disarm() })
  addEventListener("touchmove", event => { if (ghost) event.preventDefault() }, { passive: false })
  addEventListener("contextmenu", event => { if (ghost) event.preventDefault() })
  addEventListener("keydown", event => {
    if (event.key !== "Escape" || !ghost) return
    event.preventDefault()
    event.stopImmediatePropagation()
    disarm()
  }, { capture: true })
}
