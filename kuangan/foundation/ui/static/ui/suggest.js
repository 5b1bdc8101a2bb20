// Suggestions while typing in the search (combobox with a listbox, ARIA Authoring Practices): arrow keys walk, Enter opens,
// Escape closes. Without script, or when nothing is chosen, the form searches as ever.
const PAUSE = 200; // milliseconds of rest before asking
const worth = (text) => /[^\x00-\x7f]/.test(text) || text.length > 1;

for (const input of document.querySelectorAll("input[data-suggest]")) suggest(input, input.dataset.suggest);

function suggest(input, address) {
  const list = document.createElement("ul");
  list.id = `ka-suggest-${Math.random().toString(36).slice(2)}`;
  list.className = "ka-suggest";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label") ?? "");
  input.after(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id], ["autocomplete", "off"]]) input.setAttribute(name, value);
  let timer = 0, asked = null, at = -1;

  input.addEventListener("input", () => {
    clearTimeout(timer);
    asked?.abort();
    if (!worth(input.value.trim())) { close(); return; }
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    if (event.key === "Escape") { event.preventDefault(); close(); }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); mark(at + (event.key === "ArrowDown" ? 1 : -1)); }
    if (event.key === "Enter" && at >= 0) { event.preventDefault(); list.children[at].firstChild.click(); }
  });
  input.addEventListener("blur", () => setTimeout(close, 150)); // a click on a suggestion comes first

  async function ask() {
    asked = new AbortController();
    try {
      const answer = await fetch(`${address}?q=${encodeURIComponent(input.value.trim())}`, { signal: asked.signal, headers: { Accept: "application/json" } });
      if (answer.ok) show((await answer.json()).rows);
    } catch { close(); }
  }
  function show(rows) {
    at = -1;
    list.replaceChildren(...rows.map((row, number) => {
      const item = document.createElement("li"), link = document.createElement("a"), sort = document.createElement("small"), note = document.createElement("small");
      item.id = `${list.id}-${number}`;
      item.setAttribute("role", "option");
      link.href = row.url;
      link.tabIndex = -1;
      sort.textContent = row.sort;
      note.textContent = row.note;
      link.append(sort, row.name, note);
      item.append(link);
      return item;
    }));
    list.hidden = rows.length === 0;
    input.setAttribute("aria-expanded", String(rows.length > 0));
    input.removeAttribute("aria-activedescendant");
  }
  function mark(next) {
    const items = Array.from(list.children);
    at = (next + items.length) % items.length;
    items.forEach((item, number) => item.setAttribute("aria-selected", String(number === at)));
    input.setAttribute("aria-activedescendant", items[at].id);
    items[at].scrollIntoView({ block: "nearest" });
  }
  function close() { show([]); }
}
