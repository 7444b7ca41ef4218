// Forms that stand in the page itself: form[data-inline] is sent by Enter or by leaving a field that was changed; Escape takes it back.
//
// While somebody is at one it is not redrawn: what was read with it stays its version, so whoever was faster is not overwritten.
// form[data-adds] is emptied once what it held is there.
import { isChanged } from "./form_body.js";

const isEdited = form => [...form.elements].some(field => field.name && isChanged(field))

function begin(form) {
  form.dataset.keep = ""
  const box = document.getElementById("a-problem")
  if (box && !form.querySelector("[data-problem]")) form.append(box.content.cloneNode(true))
}

// What was missed meanwhile is fetched now.
function end(form) {
  delete form.dataset.keep
  form.querySelector("[data-problem]")?.remove()
  const fragment = form.closest("[data-live]")
  if (fragment) htmx.trigger(fragment, "live")
}

const inline = event => event.target.closest?.("form[data-inline]")

document.addEventListener("focusin", event => {
  const form = inline(event)
  if (form && !("keep" in form.dataset)) begin(form)
})
document.addEventListener("focusout", event => {
  const form = inline(event)
  if (!form || form.contains(event.relatedTarget) || form.dataset.busy) return
  if (!isEdited(form)) end(form)
  else if (form.querySelector("[data-problem]")?.hidden ?? true) form.requestSubmit()
})
document.addEventListener("keydown", event => {
  const form = event.key === "Escape" && inline(event)
  if (!form) return
  form.reset()
  event.target.blur()
})
document.addEventListener("sent", event => {
  if (event.target.matches("form[data-inline]")) end(event.target)
  if (event.target.matches("form[data-adds]")) event.target.reset()
})
