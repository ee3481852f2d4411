// What is said at the foot of the page, and how many have come.

import { door, words } from "./page.js";

const says = door.querySelector("[data-says]");
const said = door.querySelector("[data-said]");
const count = door.querySelector("[data-count]");
const left = door.querySelector("[data-left]");
const link = says.querySelector("[data-refused]");

export function tell(sentence, tone) {
  // What is tried again every few seconds is read out once.
  if (tone === "warning" && said.textContent === sentence) return;
  said.className = `message ${tone}`;
  said.textContent = sentence;
  said.hidden = false;
}

export function tellWaiting(number) {
  left.hidden = number === 0;
  left.textContent = `${words.waiting} ${number}`;
}

export function tellRefused(number) {
  link.hidden = number === 0;
  link.querySelector("[data-number]").textContent = number;
}

export function tellCount(sentence) {
  if (sentence && count) count.textContent = sentence;
}

// It stands over the end of the list: it makes room for what has the focus.
new ResizeObserver(() => {
  document.documentElement.style.setProperty("--door-says", `${says.offsetHeight}px`);
  if (door.contains(document.activeElement)) document.activeElement.scrollIntoView({ block: "nearest" });
}).observe(says);
