// Reads a document in: first what it would do, then, once somebody has seen that, the import itself with its progress.
import { busy, say } from "./notices.js";

const form = document.getElementById("document")
const preview = document.getElementById("preview")
const progress = form?.querySelector("progress")
const chosen = document.getElementById("chosen")
const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? ""
let key = crypto.randomUUID() // pressing twice imports once

function content() {
  const file = form.elements.file.files[0]
  return file ? { data: file, name: file.name } : { data: new Blob([form.elements.text.value]), name: "" }
}

async function show() {
  busy(1)
  const body = new FormData(form)
  if (!form.elements.file.files[0]) body.delete("file")
  const answer = await fetch(form.dataset.preview, { method: "POST", body, headers: { "X-CSRFToken": token() } }).catch(() => null)
  busy(-1)
  if (!answer) return say("The server does not answer. Try again in a moment.", { isError: true })
  if (!answer.ok && answer.status !== 422) return say(`The server answered ${answer.status}. Nothing was changed.`, { isError: true })
  preview.innerHTML = await answer.text()
  preview.focus()
  document.getElementById("import")?.addEventListener("click", take)
}

// XMLHttpRequest says how much has been sent, which fetch does not.
function take() {
  const { data, name } = content()
  const request = new XMLHttpRequest()
  const query = new URLSearchParams({ format: form.elements.format.value, filename: name })
  request.open("POST", `${form.dataset.import}?${query}`)
  request.setRequestHeader("X-CSRFToken", token())
  request.setRequestHeader("Idempotency-Key", key)
  request.setRequestHeader("Content-Type", "application/octet-stream")
  request.upload.onprogress = event => { progress.value = 100 * event.loaded / event.total }
  request.upload.onload = () => progress.removeAttribute("value")
  request.onloadend = () => done(request)
  progress.hidden = false
  progress.value = 0
  document.getElementById("import").disabled = true
  request.send(data)
}

function done(request) {
  progress.hidden = true
  const answer = request.status ? JSON.parse(request.responseText) : {}
  if (request.status === 200) {
    key = crypto.randomUUID()
    const { added, changed, removed } = answer.changes
    location.assign(added + changed + removed ? `${form.dataset.report}${answer.sequence}/` : form.dataset.report)
    return
  }
  document.getElementById("import").disabled = false
  say([answer.detail, answer.next].filter(Boolean).join(" ") || "The server does not answer. Nothing is lost: try again in a moment.", { isError: true })
}

// ---- what was pressed, chosen or dropped

form?.addEventListener("submit", event => { event.preventDefault(); show() })
form?.addEventListener("input", () => {
  key = crypto.randomUUID()
  chosen.textContent = form.elements.file.files[0]?.name ?? ""
})
const drop = form?.querySelector(".drop")
drop?.addEventListener("dragover", event => { event.preventDefault(); drop.dataset.over = "" })
drop?.addEventListener("dragleave", () => delete drop.dataset.over)
drop?.addEventListener("drop", event => {
  event.preventDefault()
  delete drop.dataset.over
  form.elements.file.files = event.dataTransfer.files
  form.dispatchEvent(new Event("input"))
})
