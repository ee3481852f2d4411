// Nothing here is needed: it only spares a step to those who have scripts.

// After a form came back with errors, start reading at them.
document.querySelector("[data-summary]")?.focus();

// Whoever signs out leaves nothing behind that was typed at a door.
addEventListener("submit", (event) => {
  if (!event.target.matches("[data-sign-out]")) return;
  for (const store of [localStorage, sessionStorage])
    for (const name of Object.keys(store)) if (name.startsWith("door:")) store.removeItem(name);
});
