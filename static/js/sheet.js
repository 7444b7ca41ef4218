// Forms in a sheet over the page: a link with data-sheet is fetched and shown in a dialog, and opens as a page of its own without this file.
//
// What was typed is kept for this tab until it is sent, so a closed sheet, a lost session or a reload loses nothing.
import { isChanged, isFlag } from "./form_body.js";
import { busy, say } from "./notices.js";

const sheet = document.getElementById("sheet")
let address = "", opener = null

const draftKey = () => `draft ${address}`

export async function open(href, from = document.activeElement) {
  busy(1)
  const answer = await fetch(href, { headers: { "HX-Request": "true" } }).catch(() => null)
  busy(-1)
  if (answer?.status === 401) return location.reload()
  if (!answer?.ok) return say(answer ? "There is nothing here any more." : "The server does not answer. Try again in a moment.", { isError: true })
  sheet.innerHTML = await answer.text()
  address = new URL(href, location.href).href
  opener = from
  restore()
  htmx.process(sheet)
  if (!sheet.open) sheet.showModal()
  sheet.querySelector("[autofocus], form input:not([type=hidden]), form textarea, form select, form button")?.focus()
}

function close() {
  sheet.close()
}

// ---- drafts

function remember() {
  const typed = {}
  for (const field of sheet.querySelector("form")?.elements ?? []) {
    if (field.name && field.type !== "password" && isChanged(field)) typed[field.name] = isFlag(field) ? field.checked : field.value
  }
  if (Object.keys(typed).length) sessionStorage.setItem(draftKey(), JSON.stringify(typed))
  else sessionStorage.removeItem(draftKey())
}

function restore() {
  const typed = JSON.parse(sessionStorage.getItem(draftKey()) ?? "{}")
  for (const [name, value] of Object.entries(typed)) {
    const field = sheet.querySelector("form")?.elements.namedItem(name)
    if (!field || field instanceof RadioNodeList) continue
    if (isFlag(field)) field.checked = value
    else field.value = value
  }
}

sheet.addEventListener("input", remember)
sheet.addEventListener("close", () => {
  sheet.replaceChildren()
  if (opener?.isConnected) opener.focus()
})
sheet.addEventListener("sent", event => {
  sessionStorage.removeItem(draftKey())
  if (!event.target.querySelector("[data-reveal]") && event.target.dataset.then !== "stay") close()
})
sheet.addEventListener("click", event => {
  if (event.target.closest("[data-discard]")) sessionStorage.removeItem(draftKey())
  if (event.target === sheet || event.target.closest("[data-discard]")) close()
})

// ---- what opens one

document.addEventListener("click", event => {
  const link = event.target.closest("a[data-sheet]")
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  open(link.href, link)
})
