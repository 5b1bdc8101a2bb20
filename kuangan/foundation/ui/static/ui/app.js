// Small comforts on top of pages that work without any script: sent once, files shown, dates picked, menus closed.
const words = document.getElementById("ka-words")?.dataset ?? {};

// A form is sent once: its buttons rest until the next page is there (or the network has failed).
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "get") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  // later, so that the name and value of the pressed button still travel with the form
  setTimeout(() => {
    if (!form.dataset.sent) return; // it has failed already
    for (const button of submitsOf(form)) {
      button.disabled = true;
      button.setAttribute("aria-busy", "true");
    }
    if (event.submitter && words.sending && event.submitter.classList.contains("btn")) {
      event.submitter.dataset.label = event.submitter.textContent;
      event.submitter.textContent = words.sending;
    }
  });
});

// buttons that stand elsewhere on the page belong to the form too (form="…")
function submitsOf(form) { return Array.from(form.elements).filter((field) => field.type === "submit" && field.localName === "button"); }
function release(form) {
  delete form.dataset.sent;
  for (const button of submitsOf(form).filter((one) => one.hasAttribute("aria-busy"))) {
    button.disabled = false;
    button.removeAttribute("aria-busy");
    if (button.dataset.label) { button.textContent = button.dataset.label; delete button.dataset.label; }
  }
}
// back and forward bring a page back as it was left: let its forms be sent again
window.addEventListener("pageshow", (event) => { if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(release); });
document.addEventListener("ka:release", (event) => release(event.target));
document.addEventListener("htmx:afterRequest", (event) => { const form = event.target.closest?.("form"); if (form) release(form); });
document.addEventListener("htmx:sendError", (event) => {
  const note = document.createElement("div");
  note.className = "ka-note ka-note--warn";
  note.setAttribute("role", "alert");
  note.textContent = words.offline ?? "";
  (event.target.closest?.("form") ?? document.getElementById("main"))?.prepend(note);
});

// Chosen files: names, and pictures small.
for (const kind of ["change", "ka:chosen"]) document.addEventListener(kind, (event) => {
  const input = event.target;
  if (input.type !== "file" || !input.id) return;
  const list = document.querySelector(`[data-preview-of="${CSS.escape(input.id)}"]`);
  if (!list) return;
  list.querySelectorAll("img").forEach((image) => URL.revokeObjectURL(image.src));
  list.replaceChildren(...Array.from(input.files, (file) => {
    const row = document.createElement("li");
    if (file.type.startsWith("image/")) {
      const image = document.createElement("img");
      image.src = URL.createObjectURL(file);
      image.alt = "";
      row.append(image);
    }
    row.append(file.name);
    return row;
  }));
  list.hidden = input.files.length === 0;
});

// Where fingers are used, a day is picked with the device's own picker; elsewhere it is typed or pasted.
if (matchMedia("(pointer: coarse)").matches) {
  for (const input of document.querySelectorAll("input[data-day]")) {
    if (input.value === "" || /^\d{4}-\d{2}-\d{2}$/.test(input.value)) input.type = "date";
  }
}

// Menus that open by themselves (details) close on Escape and on a click elsewhere.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details[data-close][open]");
  if (open) { open.open = false; open.querySelector("summary").focus(); }
});
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details[data-close][open]")) if (!open.contains(event.target)) open.open = false;
  // ready phrases are put into the field they belong to
  const phrase = event.target.closest?.("[data-insert-into]");
  if (!phrase) return;
  const field = document.getElementById(phrase.dataset.insertInto);
  field.value = field.value ? `${field.value.replace(/[；。\s]*$/, "")}；${phrase.dataset.text ?? phrase.textContent}` : phrase.dataset.text ?? phrase.textContent;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});
// Filters apply themselves; the button stays for those without script.
for (const form of document.querySelectorAll("form[data-apply]")) {
  form.addEventListener("change", () => form.requestSubmit());
  form.querySelectorAll("[data-apply-button]").forEach((button) => { button.hidden = true; });
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
document.querySelector("[data-errors]")?.focus();
