// Light, dark or as the system says. Loaded first and blocking, so that a page never flashes in the wrong colours.
(() => {
  const ORDER = ["system", "light", "dark"]
  const root = document.documentElement
  const chosen = () => localStorage.getItem("theme") ?? "system"

  function show(theme) {
    if (theme === "system") delete root.dataset.theme
    else root.dataset.theme = theme
    for (const button of document.querySelectorAll("[data-theme-switch]")) {
      button.hidden = false
      button.title = `Theme: ${theme}`
      button.setAttribute("aria-label", `Theme: ${theme}. Change`)
    }
  }

  show(chosen())
  addEventListener("DOMContentLoaded", () => show(chosen()))
  addEventListener("storage", event => { if (event.key === "theme") show(chosen()) })
  addEventListener("click", event => {
    if (!event.target.closest("[data-theme-switch]")) return
    const next = ORDER[(ORDER.indexOf(chosen()) + 1) % ORDER.length]
    localStorage.setItem("theme", next)
    show(next)
  })
})()
