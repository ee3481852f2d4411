// Nothing here is needed: it only spares a step to those who have scripts.

// After a form came back with errors, start reading at them.
document.querySelector("[data-summary]")?.focus();
