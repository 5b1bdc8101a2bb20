// One form as it is filled in: what is written, what is chosen, under which name the device keeps it.
const SKIP = new Set(["csrfmiddlewaretoken", "ui_once"]);
const BUTTONS = new Set(["password", "submit", "button", "image", "reset"]);

// A hidden field is kept when it says so (data-draft-keep): the key by which the server knows the same entry again.
function fieldsOf(form) {
  return Array.from(form.elements).filter((field) =>
    field.name && !SKIP.has(field.name) && field.type !== "file" && !BUTTONS.has(field.type)
    && (field.type !== "hidden" || "draftKeep" in field.dataset));
}

export function read(form) {
  const kept = {};
  for (const field of fieldsOf(form)) {
    if (field.type === "checkbox" || field.type === "radio") (kept[field.name] ??= []).push(...(field.checked ? [field.value] : []));
    else if (field.multiple) kept[field.name] = Array.from(field.selectedOptions, (option) => option.value);
    else kept[field.name] = field.value;
  }
  return kept;
}

export function write(form, kept) {
  for (const field of fieldsOf(form)) {
    if (!(field.name in kept)) continue;
    const value = kept[field.name];
    if (field.type === "checkbox" || field.type === "radio") field.checked = value.includes(field.value);
    else if (field.multiple) for (const option of field.options) option.selected = value.includes(option.value);
    else field.value = value;
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

/** A form without a name of its own is known by the address it is sent to and its place on the page. */
export function keyOf(form) {
  if (form.dataset.draft) return form.dataset.draft;
  const address = addressOf(form);
  const same = Array.from(document.forms).filter((one) => addressOf(one).pathname === address.pathname);
  return `${address.pathname}${address.search}#${same.indexOf(form)}`;
}

export function addressOf(form, pressed) {
  return new URL(pressed?.getAttribute("formaction") || form.getAttribute("action") || "", location.href);
}

/** The once token: sent again after an unclear failure, the server knows the same entry. */
export function onceOf(form, token) {
  const field = form.elements.namedItem("ui_once");
  if (field && token) field.value = token;
  return field?.value ?? "";
}

export function fileFields(form) { return Array.from(form.elements).filter((field) => field.type === "file" && field.name); }

export function filesIn(form) {
  const chosen = {};
  for (const field of fileFields(form)) if (field.files.length) chosen[field.name] = Array.from(field.files);
  return chosen;
}

/** Put files into a field as if they had been chosen; how many there are now. */
export function choose(field, files) {
  const carrier = new DataTransfer();
  for (const file of files) carrier.items.add(file);
  field.files = carrier.files;
  return field.files.length;
}

export function putFiles(form, files) {
  let count = 0;
  for (const field of fileFields(form)) {
    if (!files[field.name]?.length) continue;
    count += choose(field, files[field.name]);
    field.dispatchEvent(new CustomEvent("ka:chosen", { bubbles: true }));
  }
  return count;
}
