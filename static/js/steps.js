// Ticking the steps of a task, one request after the other, so that quick hands lose none.
//
// The list says with data-send how: of work that somebody has, progress of the one step; of other tasks, an edit of all of them.
import { send } from "./send.js";

let queue = Promise.resolve()

async function tell(list, box) {
  const boxes = [...list.querySelectorAll("[data-tick]")]
  const place = boxes.indexOf(box)
  if (place < 0) return
  const all = boxes.map(one => ({ text: one.dataset.tick, done: one.checked }))
  const body = "held" in list.dataset ? { step_in: true, steps: [{ place, done: box.checked }] } : { steps: all }
  let isDone = false
  const sent = event => {
    isDone = true
    if (event.detail.etag) list.dataset.version = event.detail.etag
  }
  list.addEventListener("sent", sent, { once: true })
  await send(list, body)
  list.removeEventListener("sent", sent)
  if (!isDone) box.checked = !box.checked
}

document.addEventListener("change", event => {
  const box = event.target.closest("[data-tick]")
  if (box) queue = queue.then(() => tell(box.closest("[data-steps]"), box))
})
