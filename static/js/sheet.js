// Forms in a sheet over the page: a link with data-sheet is fetched and shown in a dialog, and opens as a page of its own without this file.
//
// What was typed is kept for this tab until it is sent, so a closed sheet, a lost session or a reload loses nothing.
import { bring, forget, keep } from "./drafts.js";
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
  if (!sheet.contains(from)) opener = from
  sheet.innerHTML = await answer.text()
  address = new URL(href, location.href).href
  bring(draftKey(), sheet.querySelector("form"))
  htmx.process(sheet)
  if (!sheet.open) sheet.showModal()
  const fields = [...sheet.querySelectorAll("[autofocus], form input:not([type=hidden]), form textarea, form select, form button")]
  fields.find(field => field.checkVisibility())?.focus()
}

function close() {
  sheet.close()
}

// ---- drafts

sheet.addEventListener("input", () => keep(draftKey(), sheet.querySelector("form")))
sheet.addEventListener("close", () => {
  sheet.replaceChildren()
  if (opener?.isConnected) opener.focus()
})
sheet.addEventListener("sent", event => {
  forget(draftKey())
  if (!event.target.querySelector("[data-reveal]") && event.target.dataset.then !== "stay") close()
})
sheet.addEventListener("click", event => {
  if (event.target.closest("[data-discard]")) forget(draftKey())
  if (event.target === sheet || event.target.closest("[data-discard]")) close()
})

// ---- what opens one

document.addEventListener("click", event => {
  const link = event.target.closest("a[data-sheet]")
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  open(link.href, link)
})
