// A table whose rows are chosen: a form[data-choose] opens the sheet that its button names, about the rows that are ticked.
import { open } from "./sheet.js";

document.addEventListener("submit", event => {
  if (!event.target.matches("form[data-choose]")) return
  event.preventDefault()
  const chosen = new URLSearchParams(new FormData(event.target))
  if (chosen.size) open(`${event.submitter.formAction}?${chosen}`, event.submitter)
})
document.addEventListener("sent", () => {
  for (const box of document.querySelectorAll("form[data-choose] input:checked")) box.checked = false
})
