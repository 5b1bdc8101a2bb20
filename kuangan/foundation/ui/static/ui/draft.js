// A hidden field is kept when it says so (data-draft-keep): the key by which the server knows the same entry again.
// Text of long forms is kept on the device until the server has taken it. It is never called saved here.
const PREFIX = "ka-draft:";
const words = document.getElementById("ka-words")?.dataset ?? {};
const SKIP = new Set(["csrfmiddlewaretoken", "ui_once"]);

function fieldsOf(form) {
  return Array.from(form.elements).filter((field) =>
    field.name && !SKIP.has(field.name) && !["file", "password", "submit", "button"].includes(field.type)
    && (field.type !== "hidden" || "draftKeep" in field.dataset));
}
function read(form) {
  const kept = {};
  for (const field of fieldsOf(form)) {
    if (field.type === "checkbox" || field.type === "radio") (kept[field.name] ??= []).push(...(field.checked ? [field.value] : []));
    else if (field.multiple) kept[field.name] = Array.from(field.selectedOptions, (option) => option.value);
    else kept[field.name] = field.value;
  }
  return kept;
}
function write(form, kept) {
  for (const field of fieldsOf(form)) {
    if (!(field.name in kept)) continue;
    const value = kept[field.name];
    if (field.type === "checkbox" || field.type === "radio") field.checked = value.includes(field.value);
    else if (field.multiple) for (const option of field.options) option.selected = value.includes(option.value);
    else field.value = value;
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}
function get(key) { try { return JSON.parse(localStorage.getItem(PREFIX + key)); } catch { return null; } }
function drop(key) { try { localStorage.removeItem(PREFIX + key); } catch { /* no storage: nothing was kept */ } }

const forms = Array.from(document.querySelectorAll("form[data-draft]"));
const refused = new Set(forms.filter((form) => "draftRefused" in form.dataset).map((form) => form.dataset.draft));

// A draft goes only when the server says that it has taken the form: a lost connection must not lose the text.
for (const key of (document.body.dataset.draftsTaken ?? "").split(" ").filter(Boolean)) drop(key);

for (const form of forms) {
  const key = form.dataset.draft;
  const first = JSON.stringify(read(form));
  const line = document.createElement("p");
  line.className = "ka-meta ka-draft";
  line.setAttribute("role", "status");
  line.hidden = true;
  form.append(line);
  const kept = get(key);
  if (kept && !refused.has(key) && JSON.stringify(kept.values) !== first) offer(form, key, kept);

  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const values = read(form);
      if (JSON.stringify(values) === first) { drop(key); line.hidden = true; return; }
      try {
        localStorage.setItem(PREFIX + key, JSON.stringify({ at: Date.now(), values }));
        line.textContent = words.draftKept ?? "";
      } catch { line.textContent = words.draftFull ?? ""; }
      line.hidden = false;
    }, 600);
  });
}

function offer(form, key, kept) {
  const note = document.createElement("div");
  note.className = "ka-note ka-note--warn ka-draft";
  note.setAttribute("role", "status");
  const text = document.createElement("span");
  text.textContent = `${words.draftFound ?? ""} ${new Date(kept.at).toLocaleString(document.documentElement.lang)}`;
  note.append(text, press(words.draftRestore, () => write(form, kept.values)), press(words.draftDrop, () => drop(key)));
  form.prepend(note);
  function press(label, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-plain";
    button.textContent = label ?? "";
    button.addEventListener("click", () => { act(); note.remove(); });
    return button;
  }
}
