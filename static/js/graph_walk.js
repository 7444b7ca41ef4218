// Who is tied to whom in a drawing, read off its edges. Changes nothing.
export const canvasOf = element => element?.closest?.("[data-canvas]")
export const nodeOf = element => element?.closest?.(".node")
export const nodes = drawing => drawing.querySelectorAll(".node")
export const edgesOf = drawing => drawing.querySelectorAll(".edge")
export const endsOf = edge => edge.dataset.key.split("\t") // from what is needed to what waits for it

function tied(drawing) {
  const after = new Map(), before = new Map()
  const add = (map, one, two) => map.has(one) ? map.get(one).push(two) : map.set(one, [two])
  for (const edge of edgesOf(drawing)) {
    const [from, to] = endsOf(edge)
    add(after, from, to)
    add(before, to, from)
  }
  return { after, before }
}

function reached(map, ref, found = new Set([ref])) {
  for (const one of map.get(ref) ?? []) {
    if (found.has(one)) continue
    found.add(one)
    reached(map, one, found)
  }
  return found
}

// All that comes before it and all that comes after it, itself included.
export function neighbours(drawing, ref) {
  const { after, before } = tied(drawing)
  return new Set([...reached(after, ref), ...reached(before, ref)])
}

const placeOf = node => {
  const { e, f } = node.transform.baseVal.consolidate().matrix
  return { x: e, y: f }
}

// The node that an arrow key leads to: the nearest of those behind or before it, or the next above or below in its column.
neighbours.step = (node, where) => {
  const drawing = node.closest("svg.drawing"), here = placeOf(node)
  const distance = other => Math.abs(placeOf(other).y - here.y) + Math.abs(placeOf(other).x - here.x) / 1000
  const isThere = {
    above: other => placeOf(other).x === here.x && placeOf(other).y < here.y,
    below: other => placeOf(other).x === here.x && placeOf(other).y > here.y,
  }[where]
  const ends = isThere ? null : new Set(tied(drawing)[where].get(node.dataset.key) ?? [])
  const candidates = [...nodes(drawing)].filter(other => isThere ? isThere(other) : ends.has(other.dataset.key))
  return candidates.sort((a, b) => distance(a) - distance(b))[0]
}

// The dependency that is drawn here or next to it: a line is thinner than a finger.
export function edgeAt(x, y) {
  for (const [dx, dy] of [[0, 0], [0, -4], [0, 4], [-4, 0], [4, 0], [0, -8], [0, 8], [-8, 0], [8, 0]]) {
    const found = document.elementFromPoint(x + dx, y + dy)?.closest(".edge")
    if (found) return found
  }
}

const KINDS = { task: "", track: "track ", sync: "sync point " }
const saidOf = ref => ref.replace(/^(task|track|sync)\//, (_, kind) => KINDS[kind])

// What an edge means, in words.
export const waits = (needs, item) => `${saidOf(item)} waits for ${saidOf(needs)}`
