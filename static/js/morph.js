// hx-swap="morph": changes what differs and leaves the rest alone, so focus, typed text, open details and scrolling survive.
//
// Children are matched by data-key, then id, then kind of element. [data-keep] is never entered; a focused field keeps its value.
const keyOf = node => node.nodeType === Node.ELEMENT_NODE ? node.dataset?.key ?? (node.id || null) : null
const sameKind = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName
const OWNED_BY_PAGE = new Set(["open", "data-exact", "data-soon", "data-added"])
const isOwnedByPage = (element, name) => OWNED_BY_PAGE.has(name) || (name === "title" && element.nodeName === "TIME")

function morph(now, next) {
  if (now.nodeType !== Node.ELEMENT_NODE) {
    if (now.nodeValue !== next.nodeValue) now.nodeValue = next.nodeValue
    return
  }
  if (now.hasAttribute("data-keep") || now.isEqualNode(next)) return
  morphAttributes(now, next)
  morphField(now, next)
  morphChildren(now, next)
}

function morphAttributes(now, next) {
  for (const { name, value } of next.attributes) {
    if (now.getAttribute(name) !== value && !isOwnedByPage(now, name)) now.setAttribute(name, value)
  }
  for (const { name } of [...now.attributes]) {
    if (!next.hasAttribute(name) && !isOwnedByPage(now, name)) now.removeAttribute(name)
  }
}

function morphField(now, next) {
  if (now === document.activeElement || !("defaultValue" in now)) return
  if (now.defaultValue !== next.defaultValue || now.value === now.defaultValue) now.value = next.value
  if ("checked" in now && now.defaultChecked !== next.defaultChecked) now.checked = next.checked
}

function morphChildren(now, next) {
  const keyed = new Map()
  for (const child of now.childNodes) {
    const key = keyOf(child)
    if (key !== null) keyed.set(key, child)
  }
  let place = now.firstChild
  for (const child of [...next.childNodes]) {
    const key = keyOf(child)
    const found = key !== null ? keyed.get(key) : findAlike(place, child)
    if (found && sameKind(found, child)) {
      if (found === place) place = place.nextSibling
      else move(now, found, place)
      morph(found, child)
    } else {
      if (key !== null && now.hasAttribute("data-flash")) child.dataset.added = ""
      now.insertBefore(child, place)
    }
    keyed.delete(key)
  }
  while (place) {
    const gone = place
    place = place.nextSibling
    gone.remove()
  }
}

// The next child without a key that is of the same kind. Text only stands in for text that is right here.
function findAlike(place, child) {
  if (child.nodeType !== Node.ELEMENT_NODE) return place && sameKind(place, child) ? place : undefined
  for (let candidate = place; candidate; candidate = candidate.nextSibling) {
    if (keyOf(candidate) === null && sameKind(candidate, child)) return candidate
  }
}

// moveBefore keeps focus, animations and scrolling where the browser has it.
function move(parent, child, place) {
  if (parent.moveBefore) parent.moveBefore(child, place)
  else parent.insertBefore(child, place)
}

htmx.defineExtension("morph", {
  isInlineSwap: style => style === "morph",
  handleSwap(style, target, fragment) {
    if (style !== "morph") return false
    const next = fragment.nodeType === Node.DOCUMENT_FRAGMENT_NODE ? fragment.firstElementChild : fragment
    if (next?.id !== target.id) location.reload() // not this fragment: the reader was signed out, or the page is gone
    else morph(target, next)
    return [target]
  },
})
