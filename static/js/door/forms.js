// The forms of the page, for those who are in no list.

import { door } from "./page.js";
import { latest } from "./queue.js";
import { DOUBLE_TAP } from "./taps.js";

// What a form would send by this button. Its token stays behind: what is kept may outlive it.
export function fieldsOf(form, button) {
  const fields = Object.fromEntries(new FormData(form));
  delete fields.csrfmiddlewaretoken;
  if (button?.name) fields[button.name] = button.value;
  return fields;
}

// Asked before it is kept: after a minute without a network nobody knows what was meant. The second
// tap of two finds the field empty, and is no mistake.
export function isFilled(form) {
  if (form.checkValidity()) return true;
  if (Date.now() - latest.at > DOUBLE_TAP) form.reportValidity();
  return false;
}

export function empty(form) {
  for (const field of form.elements) if (field.type === "text") field.value = "";
}

// What was typed just now and refused stands in its field again, unless there is something new.
export function giveBack(fields) {
  const isTyped = fields.key === latest.key && fields.by !== "camera";
  const field = isTyped && typedField(fields);
  if (!field || field.value) return;
  field.value = fields.code ?? fields.name;
  field.closest("details")?.setAttribute("open", "");
  field.setAttribute("aria-invalid", "true");
  field.addEventListener("input", () => field.removeAttribute("aria-invalid"), { once: true });
}

function typedField(fields) {
  if ("code" in fields) return door.querySelector("#code_code");
  return "name" in fields ? door.querySelector("#guest_name") : null;
}
