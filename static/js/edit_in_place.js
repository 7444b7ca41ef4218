// Editing in place: a press on a value, or on its pencil, shows the form that lies behind it; Enter saves, Escape gives up.
//
// [data-in-place=name] holds [data-shown] and a hidden form. While it is open nothing from outside touches it. A form with
// data-draft=name is always open. Both bring back what was typed before a reload or a lost session.
import { bring, forget, has, keep } from "./drafts.js";
import { isChanged } from "./form_body.js";

const nameOf = form => `draft ${location.pathname} ${form.dataset.draft ?? form.closest("[data-in-place]").dataset.inPlace}`
const formIn = box => box.querySelector("form")
const isOpen = box => box.hasAttribute("data-keep")
const isTouched = form => [...form.elements].some(field => field.name && isChanged(field))
let byPointer = null

function openIn(box) {
  const form = formIn(box)
  if (!isOpen(box)) {
    box.dataset.keep = ""
    form.hidden = false
    box.querySelector("[data-shown]").hidden = true
    bring(nameOf(form), form)
  }
  const field = [...form.elements].find(one => one.name && one.type !== "hidden")
  field?.focus()
  if (field?.localName === "input") field.select()
}

function close(box, { focus = true } = {}) {
  const form = formIn(box), hadFocus = box.contains(document.activeElement)
  forget(nameOf(form))
  form.reset()
  form.hidden = true
  form.querySelector("[data-problem]").hidden = true
  box.querySelector("[data-shown]").hidden = false
  delete box.dataset.keep
  if (focus && hadFocus) box.querySelector("[data-edit]").focus()
  refresh(box)
}

// What came while it was open, and what was just saved, whether or not the socket says so.
function refresh(element) {
  const part = element.closest("[data-live]")
  if (part) htmx.trigger(part, "live")
}

document.addEventListener("click", event => {
  const box = event.target.closest("[data-in-place]")
  if (!box) return
  if (event.target.closest("[data-giveup]")) return close(box)
  const isValue = event.target.closest("[data-shown]") && !event.target.closest("a") && !getSelection().toString()
  if (event.target.closest("[data-edit]") || isValue) openIn(box)
})

document.addEventListener("keydown", event => {
  const form = event.target.closest?.("[data-in-place] form, form[data-draft]")
  if (!form || event.defaultPrevented || event.isComposing) return
  const box = form.closest("[data-in-place]")
  byPointer = null
  if (event.key === "Escape" && box) {
    event.preventDefault()
    close(box)
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey || event.target.localName === "select")) {
    event.preventDefault()
    form.requestSubmit()
  }
})

// A value that was chosen with the pointer is meant; one that the arrow keys pass over is not yet.
document.addEventListener("pointerdown", event => { byPointer = event.target.closest("select, option")?.closest("select") })
document.addEventListener("change", event => {
  if (event.target === byPointer && event.target.closest("[data-in-place]")) event.target.form.requestSubmit()
})

// What is as it was need not be saved.
document.addEventListener("submit", event => {
  const box = event.target.closest("[data-in-place]")
  if (!box || isTouched(event.target)) return
  event.preventDefault()
  event.stopImmediatePropagation()
  close(box)
}, { capture: true })

document.addEventListener("input", event => {
  const form = event.target.closest("[data-in-place] form, form[data-draft]")
  if (form) keep(nameOf(form), form)
})

document.addEventListener("focusout", event => {
  const box = event.target.closest("[data-in-place]")
  if (!box || !isOpen(box) || box.contains(event.relatedTarget) || !document.hasFocus()) return
  if (event.relatedTarget && !isTouched(formIn(box))) close(box, { focus: false })
})

document.addEventListener("sent", event => {
  const form = event.target.closest("form")
  const box = form?.closest("[data-in-place]")
  if (box) close(box)
  else if (form?.dataset.draft) {
    forget(nameOf(form))
    form.reset()
    form.querySelector("[data-problem]").hidden = true
    form.closest("details")?.removeAttribute("open")
    refresh(form)
  }
})

for (const form of document.querySelectorAll("[data-in-place] form, form[data-draft]")) {
  if (!has(nameOf(form))) continue
  const box = form.closest("[data-in-place]")
  if (box) openIn(box)
  else {
    form.closest("details")?.setAttribute("open", "")
    bring(nameOf(form), form)
  }
}
