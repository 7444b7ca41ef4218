// A field that steers a list: arrows walk through its options, Enter takes one, Escape closes; the pointer does the same.
//
// The field keeps the focus and names the option that is meant (aria-activedescendant). Draws no option and fetches nothing.
let count = 0

// `take(option)` is what Enter and a click do. Returns { shown, hide, chosen }: call `shown` whenever the options have changed.
export function steer(field, list, { take, onEscape, onArrow }) {
  list.id ||= `options-${++count}`
  const options = () => [...list.querySelectorAll("[role=option]")]
  const chosen = () => list.querySelector("[aria-selected=true]")

  function choose(option) {
    for (const one of options()) one.setAttribute("aria-selected", String(one === option))
    if (!option) return field.removeAttribute("aria-activedescendant")
    field.setAttribute("aria-activedescendant", option.id)
    option.scrollIntoView({ block: "nearest" })
  }

  // `first`: the nearest is meant from the start, so that Enter takes it.
  function shown({ first = false } = {}) {
    const before = chosen()?.id
    for (const option of options()) option.id ||= `option-${++count}`
    field.setAttribute("role", "combobox")
    field.setAttribute("aria-autocomplete", "list")
    field.setAttribute("aria-controls", list.id)
    field.setAttribute("aria-expanded", "true")
    choose(options().find(option => option.id === before) ?? (first ? options()[0] : undefined))
  }

  function hide() {
    choose(undefined)
    field.setAttribute("aria-expanded", "false")
  }

  function step(by) {
    const all = options()
    const from = all.indexOf(chosen())
    choose(all[from < 0 ? (by > 0 ? 0 : all.length - 1) : (from + by + all.length) % all.length])
  }

  function press(event) {
    const isOpen = field.getAttribute("aria-expanded") === "true"
    if (event.isComposing) return
    if (["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault()
      if (isOpen) step(event.key === "ArrowDown" ? 1 : -1)
      else onArrow?.()
    } else if (event.key === "Enter" && isOpen && chosen()) {
      event.preventDefault()
      take(chosen())
    } else if (event.key === "Escape" && isOpen && onEscape) {
      event.preventDefault()
      event.stopPropagation()
      onEscape()
    }
  }

  const hold = event => event.preventDefault() // a press on the list leaves the focus in the field
  const click = event => {
    const option = event.target.closest("[role=option]")
    if (option) take(option)
  }
  field.addEventListener("keydown", press)
  list.addEventListener("pointerdown", hold)
  list.addEventListener("click", click)
  const leave = () => {
    field.removeEventListener("keydown", press)
    list.removeEventListener("pointerdown", hold)
    list.removeEventListener("click", click)
  }
  return { shown, hide, leave, chosen }
}
