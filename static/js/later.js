// What takes the server a while comes after the page: each part that says data-later is fetched once the page has come.
for (const part of document.querySelectorAll("[data-later]")) htmx.trigger(part, "live")
