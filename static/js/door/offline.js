// Without a network the search looks in the page, and the page is not left by mistake.

import { narrow } from "./list.js";
import { isOffline } from "./network.js";
import { words } from "./page.js";
import { waiting } from "./queue.js";
import { tell } from "./saying.js";

export function searchHere(event) {
  if (!isOffline()) return;
  event.preventDefault();
  narrow();
  tell(words.searchedHere, "info");
}

export function stayHere(event) {
  const link = event.target.closest("a[href]");
  if (!link || navigator.onLine || (link.hash && link.pathname === location.pathname)) return;
  event.preventDefault();
  tell(words.stays, "info");
}

export function warnWhileWaiting(event) {
  if (waiting().length) event.preventDefault();
}
