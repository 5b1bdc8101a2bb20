// What follows a form that was sent by script: the browser goes on as if it had sent the form itself.
let answers = 0;

/** Open the page that the server names; the one that is shown already is loaded anew. */
export function go(address) {
  const same = address.pathname === location.pathname && address.search === location.search && address.origin === location.origin;
  if (!same) { location.assign(address); return; }
  history.scrollRestoration = "manual"; // what has been done is told at the top, or where the address points to
  history.replaceState(null, "", address);
  location.reload();
}

/** Show a page that came as the answer, under its address, with its scripts begun anew. */
export function show(html, address) {
  if (address.pathname + address.search !== location.pathname + location.search) history.pushState(null, "", address);
  answers += 1; // a module of the same address would not run again in this window
  const fresh = html.replace(/(<script type="module" src="[^"?]*)(?=")/g, `$1?answer=${answers}`);
  document.open();
  document.write(fresh);
  document.close();
  window.scrollTo(0, 0);
}

export function download(blob, disposition) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  const name = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1] ?? /filename="?([^";]+)/i.exec(disposition)?.[1] ?? "";
  link.download = decodeURIComponent(name);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
