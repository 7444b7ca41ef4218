// A form as the JSON that the API reads. Each field says with data-as what its text stands for; what is disabled is left out.
//
// data-as: number, list (commas or lines), lines, titles, texts, moment (in the reader's zone), steps ("[x] " in front of what is done), json, or
// address (only fills its name in the address); else text. data-empty: null or omit, for a field left empty.
// A fieldset[data-part=name] is an object called `name`, null where nothing is in it. A fieldset[data-item=name] is one of a list
// called `name`, made of its own fields; one with nothing in it is left out.
const split = (text, at) => text.split(at).map(word => word.trim()).filter(Boolean)

const READ = {
  number: text => text === "" ? null : Number(text),
  numbers: text => split(text, /[\s,]+/).map(Number),
  list: text => split(text, /[\n,]/),
  lines: text => split(text, "\n"),
  titles: text => split(text, "\n").map(title => ({ title })),
  texts: text => split(text, "\n").map(text => ({ text })),
  steps: text => split(text, "\n").map(line => ({ text: line.replace(/^\[[ x]\]\s*/i, ""), done: /^\[x\]/i.test(line) })),
  moment: text => text === "" ? null : new Date(text).toISOString(),
  json: text => text === "" ? null : JSON.parse(text),
}

export const isFlag = field => field.type === "checkbox" && !field.hasAttribute("value")
const isChosen = field => !["checkbox", "radio"].includes(field.type) || isFlag(field) || field.checked
const isNamed = field => field.name && !field.matches(":disabled") && field.type !== "submit" && field.dataset.as !== "address"

// What the field held when the form was drawn.
export const original = field => field.options ? [...field.options].find(option => option.defaultSelected)?.value ?? "" : field.defaultValue ?? ""

export function isChanged(field) {
  if (field.options) return [...field.options].some(option => option.selected !== option.defaultSelected)
  return field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue
}

function valueOf(field) {
  if (isFlag(field)) return field.checked
  if (field.multiple) return [...field.selectedOptions].map(option => option.value)
  return (READ[field.dataset.as] ?? (text => text))(field.value.trim())
}

function put(body, field) {
  const isEmpty = field.value.trim() === "" && !isFlag(field)
  if (isEmpty && field.dataset.empty === "omit") return
  const value = isEmpty && field.dataset.empty === "null" ? null : valueOf(field)
  if (field.type === "checkbox" && !isFlag(field)) (body[field.name] ??= []).push(value)
  else body[field.name] = value
}

// `onlyChanges`: an edit says what is to be different and nothing else.
export function bodyOf(form, { onlyChanges = false } = {}) {
  const body = {}
  for (const field of form.elements) {
    if (!isNamed(field) || field.closest("fieldset:is([data-item], [data-part])") || !isChosen(field)) continue
    if (!onlyChanges || isChanged(field)) put(body, field)
  }
  for (const part of form.querySelectorAll("fieldset[data-part]")) body[part.dataset.part] = objectOf(part)
  for (const item of form.querySelectorAll("fieldset[data-item]")) {
    const list = body[item.dataset.item] ??= []
    const one = objectOf(item)
    if (one) list.push(one)
  }
  return body
}

function objectOf(fieldset) {
  const fields = [...fieldset.querySelectorAll("[name]")].filter(field => isNamed(field) && isChosen(field))
  if (!fields.some(field => !field.options && !isFlag(field) && field.value.trim())) return null
  const one = {}
  for (const field of fields) put(one, field)
  return one
}
