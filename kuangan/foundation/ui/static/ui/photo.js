// A photograph is made smaller before it travels; when and where it was taken stays with it. Whatever goes wrong here,
// the file goes as it is.
const LONGEST = 2000, QUALITY = 0.85;
const EXIF = [0x45, 0x78, 0x69, 0x66, 0, 0];
let queue = Promise.resolve(); // one at a time: a picture of 48 megapixels takes 192 MB while it is open

/** The file made smaller, or the same file. `sure` is false where only what a camera took is made smaller. */
export function shrink(file, sure = true) {
  const turn = queue.then(() => smaller(file, sure)).catch(() => file);
  queue = turn;
  return turn;
}

async function smaller(file, sure) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const head = segments(bytes);
  if (!head || Math.max(head.width, head.height) <= LONGEST || (!head.camera && !sure)) return file;
  const scale = LONGEST / Math.max(head.width, head.height);
  const width = Math.max(1, Math.round(head.width * scale)), height = Math.max(1, Math.round(head.height * scale));
  // Without the camera's block no browser turns the picture: it lies as it was stored, and the block says again how it
  // stands. So it is turned once, by whoever reads the block, however odd the block is.
  const bare = new Blob(head.camera ? [bytes.subarray(0, head.camera.from), bytes.subarray(head.camera.to)] : [bytes], { type: "image/jpeg" });
  const drawn = await draw(bare, width, height);
  if (!drawn) return file;
  const told = head.camera ? [drawn.slice(0, 2), bytes.slice(head.camera.from, head.camera.to), drawn.slice(2)] : [drawn];
  const made = new File(told, file.name, { type: "image/jpeg", lastModified: file.lastModified });
  return made.size < file.size ? made : file;
}

/** Size and camera block of a JPEG from its head; null for anything else, or when the head is broken. */
function segments(bytes) {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  let camera = null;
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff;) {
    const kind = bytes[at + 1], long = bytes[at + 2] * 256 + bytes[at + 3];
    if (kind === 0xff) { at += 1; continue; }
    if (long < 2 || at + 2 + long > bytes.length) return null;
    if (kind >= 0xc0 && kind <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(kind)) {
      return { height: bytes[at + 5] * 256 + bytes[at + 6], width: bytes[at + 7] * 256 + bytes[at + 8], camera };
    }
    if (kind === 0xe1 && !camera && EXIF.every((sign, index) => bytes[at + 4 + index] === sign)) camera = { from: at, to: at + 2 + long };
    at += 2 + long;
  }
  return null;
}

async function draw(blob, width, height) {
  const picture = await createImageBitmap(blob, { resizeWidth: width, resizeHeight: height, resizeQuality: "high" });
  const canvas = document.createElement("canvas");
  try {
    canvas.width = width;
    canvas.height = height;
    const pen = canvas.getContext("2d");
    pen.imageSmoothingQuality = "high";
    pen.drawImage(picture, 0, 0, width, height);
    if (pen.getImageData(width >> 1, height >> 1, 1, 1).data[3] !== 255) return null; // out of memory, some draw nothing
    return await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  } finally {
    picture.close();
    canvas.width = canvas.height = 1; // browsers give the memory back late otherwise
  }
}
