// What was typed and is not sent yet, kept for this tab: a closed form, a lost session or a reload loses nothing.
import { isChanged, isFlag } from "./form_body.js";

// Keeps what differs from how the form was drawn; forgets it where nothing does.
export function keep(name, form) {
  const typed = {}
  for (const field of form?.elements ?? []) {
    if (field.name && field.type !== "password" && isChanged(field)) typed[field.name] = isFlag(field) ? field.checked : field.value
  }
  if (Object.keys(typed).length) sessionStorage.setItem(name, JSON.stringify(typed))
  else forget(name)
}

export function bring(name, form) {
  const typed = JSON.parse(sessionStorage.getItem(name) ?? "{}")
  for (const [key, value] of Object.entries(typed)) {
    const field = form?.elements.namedItem(key)
    if (!field || field instanceof RadioNodeList) continue
    if (isFlag(field)) field.checked = value
    else field.value = value
  }
}

export const has = name => sessionStorage.getItem(name) !== null
export const forget = name => sessionStorage.removeItem(name)
