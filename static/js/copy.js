// Buttons that put a text on the clipboard: data-copy is the text, or data-copy-of the id of what holds it; data-said what to say then.
import { say } from "./notices.js";

// Where the page is not from a safe address the browser has no clipboard to offer, so the text is marked and copied as by hand.
function byHand(text) {
  const field = document.createElement("textarea")
  field.value = text
  field.className = "sr"
  document.body.append(field)
  field.select()
  const isCopied = document.execCommand("copy")
  field.remove()
  return isCopied
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return byHand(text)
  }
}

document.addEventListener("click", async event => {
  const button = event.target.closest("[data-copy], [data-copy-of]")
  if (!button) return
  const text = button.dataset.copy ?? document.getElementById(button.dataset.copyOf).textContent
  if (await copy(text)) say(button.dataset.said)
  else say(`The browser does not let this page copy. Here it is: ${text}`, { isError: true })
})
