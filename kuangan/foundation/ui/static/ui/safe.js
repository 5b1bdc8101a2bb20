// The sign-in page after a session has ended: what was being written is on this device, and that is said only when so.
import { writtenHere } from "./device.js";

const wanted = new URLSearchParams(location.search).get("next") ?? "";
const kept = writtenHere(wanted);
const note = document.querySelector("[data-safe]");
if (note && kept.length) {
  const files = kept.reduce((sum, one) => sum + (one.files ?? 0), 0);
  const more = note.querySelector("[data-safe-files]");
  more.textContent = more.textContent.replace("{n}", files);
  more.hidden = files === 0;
  note.hidden = false;
}
