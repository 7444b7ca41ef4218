// Forms and buttons that change something: data-send="METHOD address" says what to ask the API for.
//
// data-body: the JSON that a button sends. data-each: a list of keys that {key} in the address stands for, one request each.
// data-whole: a PATCH sends every field, not only those that were changed.
// data-version: refuse the edit where somebody has changed the same since. data-done: what to say once it is done.
// data-refresh: which parts of the page to fetch again, where what was changed is not in the log that the page follows.
// data-then: an address to go to ({field} is filled from the answer), "reload", "stay", or "again" (the form is emptied for the
// next one); without it the sheet closes.
import { reason, request } from "./api.js";
import { bodyOf, isChanged, isFlag, original } from "./form_body.js";
import { busy, say } from "./notices.js";

const keys = new WeakMap() // one key for each thing somebody means to do, kept until it is done or is another thing

function keyOf(element, body, place) {
  const said = JSON.stringify([element.dataset.send, element.dataset.each, element.dataset.version, body])
  const known = keys.get(element)
  if (known?.said !== said) keys.set(element, { said, key: crypto.randomUUID() })
  return `${keys.get(element).key}-${place}`
}

export async function send(element, body) {
  if (element.dataset.busy) return
  const [method, address] = element.dataset.send.split(" ")
  const each = JSON.parse(element.dataset.each ?? "[null]")
  element.dataset.busy = "yes"
  busy(1)
  const answers = []
  for (const [place, name] of each.entries()) {
    const where = address.replaceAll(/\{(\w+)\}/g, (_, word) => inAddress(word === "key" ? name : element.elements[word].value.trim()))
    const options = { key: keyOf(element, body, place), version: element.dataset.version }
    answers.push(await request(method, where, body, options))
  }
  busy(-1)
  delete element.dataset.busy
  const refused = answers.filter(answer => !answer.ok)
  if (refused.length === 0) return done(element, answers)
  if (each.length > 1) refused[0] = { ...refused[0], body: { detail: several(each, answers) } }
  if (refused.length < answers.length) partly(element, each, answers)
  refuse(element, refused[0])
}

// What went through is not asked for again, and can be undone.
function partly(element, each, answers) {
  const through = answers.filter(answer => answer.ok)
  element.dataset.each = JSON.stringify(each.filter((_, place) => !answers[place].ok))
  say(`${through.length} of ${each.length} done.`, { action: undoing(element, through) })
}

const inAddress = word => encodeURIComponent(word).replaceAll("%2F", "/")

function several(each, answers) {
  const why = answers.flatMap((answer, place) => answer.ok ? [] : [`${each[place]}: ${reason(answer)}`])
  const others = why.length > 5 ? ` And ${why.length - 5} more.` : ""
  return `${answers.length - why.length} of ${answers.length} done. ${why.slice(0, 5).join(" ")}${others}`
}

// ---- done

function done(element, answers) {
  keys.delete(element)
  const last = answers.at(-1), { then } = element.dataset
  const isLeaving = then && then !== "stay" && !element.querySelector("[data-reveal]")
  if (isLeaving) document.body.dataset.leaving = "" // so that what is gone with it does not load the page anew
  element.dispatchEvent(new CustomEvent("sent", { bubbles: true, detail: last }))
  for (const part of element.dataset.refresh ? document.querySelectorAll(element.dataset.refresh) : []) htmx.trigger(part, "live")
  if (reveal(element, last.body)) return
  if (element.dataset.done) say(element.dataset.done, { action: undoing(element, answers) })
  if (then === "reload") location.reload()
  else if (then === "again") element.reset()
  else if (then && then !== "stay") location.assign(then.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(last.body[name] ?? "")))
}

// A secret is shown once, where the form stood.
function reveal(element, body) {
  const shown = element.querySelector("[data-reveal]")
  if (!shown) return false
  for (const place of shown.querySelectorAll("[data-value]")) {
    let value = String(body[place.dataset.value] ?? "")
    if ("encoded" in place.dataset) value = encodeURIComponent(value).replaceAll("'", "%27")
    if ("value" in place) place.value = value
    else place.textContent = value
  }
  shown.hidden = false
  for (const part of element.querySelectorAll("[data-before]")) part.hidden = true
  shown.querySelector("input, button")?.focus()
  return true
}

function undoing(element, answers) {
  const sequences = answers.map(answer => answer.sequence).filter(Boolean)
  const address = document.querySelector("meta[name=undo]")?.content
  if (!address || sequences.length === 0 || element.dataset.undo === "no") return undefined
  return { label: "Undo", run: () => undo(address, sequences.reverse()) }
}

async function undo(address, sequences) {
  for (const sequence of sequences) {
    const answer = await request("POST", address, { sequence })
    if (!answer.ok) return say(reason(answer), { isError: true })
  }
  document.dispatchEvent(new CustomEvent("sent"))
  say("Undone.")
  document.body.dispatchEvent(new CustomEvent("sent", { bubbles: true }))
}

// ---- refused

function refuse(element, answer) {
  if (answer.status === 412 && isApart(element, answer.body)) {
    element.dataset.version = answer.etag || answer.body.version
    return element.requestSubmit()
  }
  const box = element.querySelector("[data-problem]")
  if (!box) return say(reason(answer), { isError: true })
  box.hidden = false
  box.querySelector("[data-words]").textContent = reason(answer)
  box.scrollIntoView({ block: "nearest" })
  for (const field of element.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid")
  const wrong = (answer.body.errors ?? []).map(one => element.elements?.namedItem(one.field.split(/[.[]/)[0])).filter(field => field?.setAttribute)
  for (const field of wrong) field.setAttribute("aria-invalid", "true")
  wrong[0]?.focus()
  compare(element, box, answer)
}

// Whether an edit and what somebody else did meanwhile are about different fields: then both stand.
function isApart(form, { present }) {
  if (!present || !form.dataset.send.startsWith("PATCH ") || "whole" in form.dataset || !form.elements) return false
  const mine = [...form.elements].filter(field => field.name && isChanged(field))
  return mine.length > 0 && mine.every(field => field.name in present && !isTheirs(field, present))
}

const isTheirs = (field, present) => isFlag(field)
  ? present[field.name] !== field.defaultChecked
  : textOf(field, present) !== original(field).replaceAll("\r\n", "\n")

// Somebody else was faster: what they made of it, field by field, and the choice between the two.
function compare(form, box, { body, etag }) {
  const list = box.querySelector("[data-theirs]")
  list.replaceChildren()
  box.querySelector("[data-between]").hidden = !body.present
  if (!body.present) return
  const differing = [...form.elements].filter(field => field.name in body.present && isTheirs(field, body.present))
  for (const field of differing) {
    const line = document.createElement("li")
    line.textContent = `${form.querySelector(`label[for="${field.id}"]`)?.textContent ?? field.name}: ${textOf(field, body.present) || "empty"}`
    list.append(line)
  }
  box.querySelector("[data-mine]").onclick = () => { form.dataset.version = etag || body.version; form.requestSubmit() }
  box.querySelector("[data-take]").onclick = () => {
    for (const field of differing) field.value = textOf(field, body.present)
    form.dataset.version = etag || body.version
    box.hidden = true
  }
}

function textOf(field, present) {
  const value = present[field.name]
  if (field.dataset.as === "steps") return value.map(step => `${step.done ? "[x] " : ""}${step.text}`).join("\n")
  if (Array.isArray(value)) return value.map(one => typeof one === "object" ? one.text : one).join(field.nodeName === "INPUT" ? ", " : "\n")
  return value === null || value === undefined ? "" : String(value)
}

// ---- what was pressed

document.addEventListener("submit", event => {
  const form = event.target.closest("form[data-send]")
  if (!form) return
  event.preventDefault()
  send(form, bodyOf(form, { onlyChanges: form.dataset.send.startsWith("PATCH ") && !("whole" in form.dataset) }))
})
document.addEventListener("click", event => {
  const button = event.target.closest("button[data-send]")
  if (button) send(button, button.dataset.send.startsWith("DELETE ") ? undefined : JSON.parse(button.dataset.body ?? "{}"))
})
