// The list of people, and of guests below it.

import { door } from "./page.js";
import { rowsMoved } from "./taps.js";

let isNarrow = false;

export const heading = () => door.querySelector("#list");

export function rowOf(act) {
  return door.querySelector(`[data-row] button[value="${CSS.escape(act)}"]`)?.closest("[data-row]");
}

// Shows a press as done, or with `back` as not done.
export function turn(act, back = false) {
  const row = rowOf(act);
  if (!row) return;
  if (act.startsWith("undo-guest ")) takeAway(row, back);
  else turnButtons(row, act, back);
}

// Shows the other button of the row that a press is about.
function turnButtons(row, act, back) {
  const hadFocus = row.contains(document.activeElement);
  for (const button of row.querySelectorAll("button")) button.hidden = (button.value === act) !== back;
  if (hadFocus) firstButton(row).focus();
}

// A guest is in the list or is not.
function takeAway(row, back) {
  if (row.contains(document.activeElement)) heading().focus();
  row.toggleAttribute("data-gone", !back);
  row.hidden = !back;
  rowsMoved();
}

const firstButton = (row) => row?.querySelector("button:not([hidden])");

// Puts the list of a newer page in the place of this one, and the focus where it was.
export function renewList(list) {
  const focused = document.activeElement;
  const old = door.querySelector("[data-list]");
  const hadFocus = old.contains(focused);
  old.replaceWith(list);
  if (isNarrow) narrow();
  if (hadFocus) (firstButton(rowOf(focused.value ?? "")) ?? heading()).focus();
}

// Shows only those whose names hold the words in the field of the search.
export function narrow() {
  isNarrow = true;
  const sought = plain(door.querySelector("#search_q").value).split(/\s+/);
  for (const row of door.querySelectorAll("[data-row]")) {
    const name = plain(row.querySelector(".person-name").textContent);
    row.hidden = row.hasAttribute("data-gone") || !sought.every((word) => name.includes(word));
  }
}

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
