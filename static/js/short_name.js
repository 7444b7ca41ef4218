// Makes a short name out of a name while it is typed: [data-short-name-of=id], until somebody writes another one.
for (const short of document.querySelectorAll("[data-short-name-of]")) {
  const name = document.getElementById(short.dataset.shortNameOf)
  let made = ""
  name.addEventListener("input", () => {
    if (short.value !== made) return
    made = name.value.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-|-$/g, "").slice(0, 60)
    short.value = made
  })
}
