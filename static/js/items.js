// A list in a form: "add" makes another fieldset[data-item] like the last one, empty, and what is called text is proposed where one chooses.
//
// The place is [data-items]; its button is [data-add-item].
function add(place) {
  const last = [...place.querySelectorAll("fieldset[data-item]")].at(-1)
  const number = place.querySelectorAll("fieldset[data-item]").length + 1
  const next = last.cloneNode(true)
  next.querySelector("legend").textContent = next.querySelector("legend").textContent.replace(/\d+$/, number)
  for (const field of next.querySelectorAll("input, textarea, select")) {
    const label = next.querySelector(`label[for="${field.id}"]`)
    field.id = field.id.replace(/\d+$/, number)
    if (label) label.htmlFor = field.id
    if (!field.options) field.value = ""
  }
  last.after(next)
  next.querySelector("input, textarea").focus()
}

function propose(form) {
  const list = form.querySelector("datalist#weighed")
  if (!list) return
  const texts = [...form.querySelectorAll("fieldset[data-item] [name=text]")].map(field => field.value.trim()).filter(Boolean)
  list.replaceChildren(...texts.map(text => Object.assign(document.createElement("option"), { value: text })))
}

document.addEventListener("click", event => {
  const button = event.target.closest("[data-add-item]")
  if (button) add(button.closest("[data-items]"))
})
document.addEventListener("input", event => {
  if (event.target.closest("[data-items]")) propose(event.target.form)
})
