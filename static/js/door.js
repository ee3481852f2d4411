// At a door with a poor network: what is pressed is kept in the browser, sent in order, and sent
// again until it has arrived. Without this script every button here is an ordinary form.

import { offerCamera } from "./door/camera.js";
import { empty, fieldsOf, isFilled } from "./door/forms.js";
import { isOld, refused, unsent } from "./door/kept.js";
import { turn } from "./door/list.js";
import { searchHere, stayHere, warnWhileWaiting } from "./door/offline.js";
import { door, words } from "./door/page.js";
import { keep, waiting } from "./door/queue.js";
import { refuse, showRefusals } from "./door/refusals.js";
import { press, send } from "./door/sending.js";
import { isDoubleTap, noRowHasMoved } from "./door/taps.js";

// What a page before this one has left.
function begin() {
  unsent.forgetOthers();
  refused.forgetOthers();
  const all = waiting();
  keep(all.filter((one) => !isOld(one)));
  for (const one of all.filter(isOld)) refuse(one, words.tooOld);
  for (const one of waiting()) turn(one.fields.act);
  noRowHasMoved();
  showRefusals();
}

function submit(event) {
  const form = event.target;
  if (form.method !== "post") return searchHere(event);
  event.preventDefault();
  if (isDoubleTap(event.submitter?.value ?? "") || !isFilled(form)) return;
  press(fieldsOf(form, event.submitter));
  empty(form);
}

door.addEventListener("submit", submit);
document.addEventListener("click", stayHere);
addEventListener("beforeunload", warnWhileWaiting);
begin();
for (const name of ["online", "focus"]) addEventListener(name, send);
send();
offerCamera(press);
