// Proposes keys while somebody types: <input data-suggest="task track sync"> asks for these kinds of things.
//
// With data-as="list" the word behind the last comma is meant. What the first kind names stands as its bare key, the others
// as a reference: data-suggest="task track" writes B.1 and track/A.
import { steer } from "./combobox.js";
import { optionOf, searcher } from "./search.js";

const PAUSE = 80
let open = null

function begin(field) {
  const list = document.createElement("div")
  list.className = "choices"
  list.popover = "manual"
  list.setAttribute("role", "listbox")
  list.setAttribute("aria-label", "Proposals")
  ;(field.closest("dialog, main") ?? document.body).append(list)
  const kinds = field.dataset.suggest.split(" ")
  const find = searcher()
  let timer = 0

  async function propose() {
    const words = asked(field)
    const found = await find(words, kinds)
    if (found === null || open?.field !== field) return
    const isSaid = found.length === 1 && reference(found[0], kinds) === words
    if (found.length === 0 || isSaid) return hide()
    list.replaceChildren(...found.map(one => Object.assign(optionOf(one), { found: one })))
    place(list, field)
    steering.shown()
  }

  function hide() {
    clearTimeout(timer)
    if (list.matches(":popover-open")) list.hidePopover()
    steering.hide()
  }

  function take(option) {
    field.value = `${before(field)}${reference(option.found, kinds)}`
    field.dispatchEvent(new Event("input", { bubbles: true }))
    field.dispatchEvent(new Event("change", { bubbles: true }))
    hide()
  }

  const steering = steer(field, list, { take, onEscape: hide, onArrow: propose })
  const typed = event => {
    clearTimeout(timer)
    if (event.isTrusted) timer = setTimeout(propose, PAUSE)
  }
  field.addEventListener("input", typed)
  open = {
    field,
    end() {
      hide()
      steering.leave()
      field.removeEventListener("input", typed)
      list.remove()
      open = null
    },
  }
}

// ---- what is meant

const before = field => field.dataset.as === "list" ? field.value.match(/^(.*,\s*)?/s)[0] : ""
const asked = field => field.value.slice(before(field).length).trim().replace(/^(task|track|sync|agent)\//, "")
const reference = (found, kinds) => found.kind === kinds[0] ? found.key : `${found.kind}/${found.key}`

function place(list, field) {
  const box = field.getBoundingClientRect()
  list.showPopover()
  list.style.width = `${box.width}px`
  list.style.left = `${box.left}px`
  const isRoom = box.bottom + list.offsetHeight + 8 < innerHeight
  list.style.top = `${isRoom ? box.bottom + 4 : box.top - list.offsetHeight - 4}px`
}

document.addEventListener("focusin", event => {
  open?.end()
  if (event.target.matches?.("input[data-suggest]")) begin(event.target)
})
document.addEventListener("focusout", () => open?.end())
