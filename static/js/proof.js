// Work that looks at every event: started by a button, with how far it is, and at last what came of it.
import { say } from "./notices.js";

const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? ""

async function* lines(answer) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ""
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const found = (rest + part.value).split("\n")
    rest = found.pop()
    for (const line of found) yield JSON.parse(line)
  }
}

async function run(button) {
  const row = button.closest("[data-work]")
  const progress = row.querySelector("progress"), result = row.querySelector("output")
  button.disabled = true
  progress.hidden = false
  progress.removeAttribute("value")
  result.textContent = ""
  delete result.dataset.st
  try {
    const answer = await fetch(row.dataset.work, { method: "POST", headers: { "X-CSRFToken": token() } })
    if (!answer.ok) throw new Error(answer.status)
    for await (const line of lines(answer)) {
      if ("done" in line) progress.value = line.done / line.of
      else {
        result.textContent = line.words
        result.dataset.st = line.ok ? "done" : "failed"
      }
    }
  } catch {
    result.textContent = ""
  }
  if (!result.textContent) say("It broke off. Nothing was changed half: try again in a moment.", { isError: true })
  progress.hidden = true
  button.disabled = false
}

document.addEventListener("click", event => {
  const button = event.target.closest("[data-work] button")
  if (button) run(button)
})
