// Chosen files: photographs are made smaller as soon as they are chosen, one after the other.
import { choose, fileFields } from "./entry.js";
import { shrink } from "./photo.js";

const pending = new WeakMap();

/** Make the photographs of a field smaller; the promise ends when the field holds the smaller ones. */
export function prepare(field) {
  const chosen = Array.from(field.files), onlyPictures = (field.accept || "").startsWith("image/");
  const work = Promise.all(chosen.map((file) => shrink(file, onlyPictures))).then((files) => {
    const same = field.files.length === chosen.length && chosen.every((file, index) => file === field.files[index]);
    if (same && files.some((file, index) => file !== chosen[index])) choose(field, files);
  }).catch(() => undefined);
  pending.set(field, work);
  return work.finally(() => { if (pending.get(field) === work) pending.delete(field); });
}

/** Wait until the photographs of a form are ready; `waiting` is called when that is not yet so. */
export async function settled(form, waiting) {
  const open = fileFields(form).map((field) => pending.get(field)).filter(Boolean);
  if (!open.length) return;
  waiting();
  await Promise.all(open);
}
