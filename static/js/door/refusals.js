// What was refused is listed until somebody has read it: the next answer may come at once.

import { refused } from "./kept.js";
import { heading, rowOf } from "./list.js";
import { door } from "./page.js";
import { tellRefused } from "./saying.js";

const section = door.querySelector("[data-refusals]");

export function refuse({ at, fields }, sentence) {
  refused.rows = [...refused.rows, { at, fields, sentence }];
  showRefusals();
}

export function showRefusals() {
  const { rows } = refused;
  section.hidden = rows.length === 0;
  section.querySelector("ul").replaceChildren(...rows.map(item));
  tellRefused(rows.length);
}

function item({ fields, sentence }) {
  const copy = section.querySelector("template").content.cloneNode(true);
  copy.querySelector("[data-what]").textContent = what(fields);
  copy.querySelector("[data-why]").textContent = sentence;
  copy.querySelector("button").addEventListener("click", () => dismiss(fields.key));
  return copy;
}

// Names of people stand in the page alone, and are not kept.
function what(fields) {
  return fields.code ?? fields.name ?? rowOf(fields.act)?.querySelector(".person-name").textContent ?? "";
}

function dismiss(key) {
  refused.rows = refused.rows.filter((one) => one.fields.key !== key);
  showRefusals();
  (section.querySelector("li button") ?? heading())?.focus();
}
