// What can be done from this page by its name: the places of the side bar, and every button and form of the page that is in sight.
import { optionOf } from "./search.js";

const wordsOf = element => element.matches("[data-theme-switch]") ? "Change the theme" : element.matches("[data-keys-help]") ? "List of keys"
  : (element.getAttribute("aria-label") ?? element.textContent).trim().replaceAll(/\s+/g, " ")
const inSight = element => element.checkVisibility() && !element.disabled && !element.closest("dialog")

// [{ kind, key, title, state, href | press }]: `href` leads there, `press` is what to press.
export function places() {
  return [...document.querySelectorAll("nav.side a[data-go]")].map(link => (
    { kind: "page", key: link.dataset.go, title: wordsOf(link), state: "", href: link.href, keys: `g ${link.dataset.go}` }))
}

export function commands() {
  const pressable = document.querySelectorAll("a[data-sheet], button[data-send], a[data-press], button[data-press], [data-theme-switch], [data-keys-help]")
  const found = [...pressable].filter(element => !element.matches("[data-palette]") && (inSight(element) || element.matches("[data-keys-help]")))
  const known = new Set()
  return found.flatMap(element => {
    const about = element.closest("[data-key]")?.dataset.key ?? ""
    const title = [wordsOf(element), about].filter(Boolean).join(" · ")
    if (known.has(title)) return []
    known.add(title)
    return { kind: "command", key: "", title, state: "", press: element, keys: element.dataset.press ?? "" }
  })
}

export function drawn(one) {
  const option = optionOf({ ...one, key: "" })
  if (one.key && one.kind !== "page") option.replaceChildren(...optionOf(one).childNodes)
  else option.firstChild.remove()
  if (one.keys) {
    const keys = document.createElement("kbd")
    keys.textContent = one.keys
    option.lastChild.replaceWith(keys)
  }
  return Object.assign(option, { one })
}
