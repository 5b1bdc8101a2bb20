/* Checks an audit export in a browser, without the system and without a network: the arithmetic of verify_audit.py.
   All hashes are SHA-256. Reads the zip as it came, or the three files that were unpacked from it. */
"use strict";

const ZERO = "0".repeat(64);
const SEALED = ["count", "first", "format", "highest", "last", "number", "previous", "root", "sealed_at", "total"];
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LATE_MS = 600_000;
const WINDOW = 64;
const MOST = 1000;
const WORDS = {
  changed: (p) => `第${p.record}号记录被改动`,
  missing: (p) => `第${p.record}号记录缺失或者不在原位`,
  inserted: (p) => `第${p.record}号记录不在封存之列，系插入`,
  malformed: (p) => `第${p.record}号记录之后的内容无法读取`,
  batch: (p) => `自第${p.record}号起的记录与第${p.seal}号封存的树根不符`,
  seal: (p) => `第${p.seal}号封存（自第${p.record}号记录起）被改动`,
  chain: (p) => `第${p.seal}号封存（自第${p.record}号记录起）与上一封存不衔接`,
  cut: (p) => `台账止于第${p.seal}号封存，此后还有封存：第${p.record}号记录之后被截去`,
  code: (p) => `没有短码为${p.what}的封存：台账被改动，或者第${p.record}号记录之后被截去`,
  manifest: (p) => `${p.what}与清单不符`,
  unreadable: (p) => `第${p.record}号记录（第${p.seal}号封存）之后：${p.what}无法读取`,
};

// ── SHA-256 (FIPS 180-4): a page opened from a disk has no crypto.subtle in every browser ──
const K = new Uint32Array(64);
const START = new Uint32Array(8);
for (let at = 2, found = 0; found < 64; at++) {
  let prime = true;
  for (let by = 2; by * by <= at; by++) if (at % by === 0) { prime = false; break; }
  if (!prime) continue;
  if (found < 8) START[found] = (Math.sqrt(at) % 1) * 2 ** 32;
  K[found++] = (Math.cbrt(at) % 1) * 2 ** 32;
}

class Sha256 {
  constructor() {
    this.state = START.slice();
    this.block = new Uint8Array(64);
    this.view = new DataView(this.block.buffer);
    this.words = new Uint32Array(64);
    this.filled = 0;
    this.length = 0;
  }

  update(bytes) {
    this.length += bytes.length;
    for (let at = 0; at < bytes.length;) {
      const take = Math.min(64 - this.filled, bytes.length - at);
      this.block.set(bytes.subarray(at, at + take), this.filled);
      this.filled += take;
      at += take;
      if (this.filled === 64) this.compress();
    }
    return this;
  }

  compress() {
    const { words: w, state } = this;
    for (let i = 0; i < 16; i++) w[i] = this.view.getUint32(i * 4);
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15], y = w[i - 2];
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => { state[i] += value; });
    this.filled = 0;
  }

  digest() {
    const bits = this.length * 8;
    this.update(Uint8Array.of(128));
    while (this.filled !== 56) this.update(Uint8Array.of(0));
    const tail = new DataView(new ArrayBuffer(8));
    tail.setUint32(0, Math.floor(bits / 2 ** 32));
    tail.setUint32(4, bits >>> 0);
    this.update(new Uint8Array(tail.buffer));
    const out = new DataView(new ArrayBuffer(32));
    this.state.forEach((value, i) => out.setUint32(i * 4, value));
    return new Uint8Array(out.buffer);
  }
}

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), new Sha256()).digest();
const hex = (bytes) => Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
const unhex = (text) => {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw new Error(`${text}`);
  return Uint8Array.from(text.match(/../g) || [], (one) => parseInt(one, 16));
};
const UTF8 = new TextEncoder();
const TEXT = new TextDecoder("utf-8", { fatal: true });

function byCodePoint(one, two) {
  const left = Array.from(one), right = Array.from(two);
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const gap = left[at].codePointAt(0) - right[at].codePointAt(0);
    if (gap) return gap;
  }
  return left.length - right.length;
}

/** Canonical JSON: keys by code point, no spaces. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const keys = Object.keys(value).sort(byCodePoint);
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

const same = (one, two) => canonical(one ?? null) === canonical(two ?? null);

function leafHash(record, digest) {
  const head = new DataView(new ArrayBuffer(9));
  head.setBigUint64(1, BigInt(record));
  return sha256(new Uint8Array(head.buffer), unhex(digest));
}

const joined = (left, right) => sha256(Uint8Array.of(1), left, right);
const split = (count) => 2 ** Math.floor(Math.log2(count - 1));

/** The tree hash of RFC 9162, 2.1.1. */
function treeRoot(row) {
  while (row.length > 1) {
    const above = [];
    for (let at = 0; at + 1 < row.length; at += 2) above.push(joined(row[at], row[at + 1]));
    if (row.length % 2) above.push(row[row.length - 1]);
    row = above;
  }
  return row[0];
}

/** The root of a batch of which some leaves are shown; the hashes of the other branches stand in `rest`. */
function rootFrom(count, shown, rest, start = 0) {
  if (!shown.length) {
    if (!rest.length) throw new Error("rest");
    return rest.shift();
  }
  if (count === 1) return shown[0][1];
  const left = split(count);
  const first = rootFrom(left, shown.filter(([at]) => at < start + left), rest, start);
  return joined(first, rootFrom(count - left, shown.filter(([at]) => at >= start + left), rest, start + left));
}

const sealHash = (seal) => {
  const figures = {};
  for (const name of SEALED) {
    if (!(name in seal)) throw new Error(name);
    figures[name] = seal[name];
  }
  return hex(sha256(UTF8.encode(canonical(figures))));
};

/** Sixteen characters of a seal's hash, as printed on paper. */
function shortCode(seal) {
  const bits = BigInt(`0x${seal.hash.slice(0, 20)}`);
  let code = "";
  for (let shift = 75n; shift >= 0n; shift -= 5n) code += ALPHABET[Number((bits >> shift) & 31n)];
  return code.match(/.{4}/g).join("-");
}

/** Follows a ledger seal by seal; `records` gives {number, bytes} in the order in which they were sealed. */
class Ledger {
  constructor(records) {
    Object.assign(this, { problems: [], seals: 0, records: 0, total: 0, late: 0, last: null });
    this.source = records;
    this.ahead = [];
  }

  note(kind, record = 0, seal = 0, what = "") {
    if (this.problems.length < MOST) this.problems.push({ kind, record, seal, what });
  }

  async follow(seal, leaves, rest) {
    const intact = sealHash(seal) === seal.hash;
    await this.checkRecords(seal, leaves, intact ? seal.sealed_at : "");
    if (!intact) this.note("seal", seal.first, seal.number);
    const follows = [this.seals + 1, this.last ? this.last.hash : ZERO, this.total + seal.count];
    if (!same([seal.number, seal.previous, seal.total], follows)) this.note("chain", seal.first, seal.number);
    if ((leaves.length || rest.length) && !this.addsUp(seal, leaves, rest)) {
      this.note("batch", Math.min(seal.first, ...leaves.map((leaf) => leaf[1])), seal.number);
    }
    Object.assign(this, { seals: seal.number, total: seal.total, last: seal });
  }

  addsUp(seal, leaves, rest) {
    const rises = (row) => row.every((value, at) => at === 0 || row[at - 1] < value);
    const places = leaves.map((leaf) => leaf[0]), numbers = leaves.map((leaf) => leaf[1]);
    if (!rises(places) || !rises(numbers)) return false;
    if (places.length && (places[places.length - 1] < 0 || places[places.length - 1] >= seal.count)) return false;
    const hashes = leaves.map(([, record, digest]) => leafHash(record, digest));
    if (leaves.length === seal.count && !rest.length) {
      return numbers[0] === seal.first && numbers[numbers.length - 1] === seal.last && hex(treeRoot(hashes)) === seal.root;
    }
    try {
      const others = rest.map(unhex);
      return hex(rootFrom(seal.count, places.map((at, i) => [at, hashes[i]]), others)) === seal.root && !others.length;
    } catch {
      return false;
    }
  }

  async checkRecords(seal, leaves, sealedAt) {
    const expected = new Set(leaves.map((leaf) => leaf[1]));
    for (const [, record, digest] of leaves) {
      expected.delete(record);
      if (!(await this.standsAt(record, expected))) continue;
      const { bytes } = this.ahead.shift();
      if (hex(sha256(bytes)) !== digest) this.note("changed", record, seal.number);
      else if (sealedAt && isLate(bytes, sealedAt)) this.late += 1;
      this.records += 1;
    }
  }

  /** Whether the record comes next; passes over what was put before it, and notes it. */
  async standsAt(record, expected) {
    if ((await this.look(1)) && this.ahead[0].number === record) return true;
    const ahead = this.ahead.map((one) => one.number); // as far as was read before: a record far ahead stays missing
    await this.look(WINDOW);
    let strange = ahead.findIndex((one) => one === record || expected.has(one));
    if (strange < 0) strange = ahead.length;
    if (strange === ahead.length || ahead[strange] !== record) this.note("missing", record);
    if (strange === 0 && ahead.includes(record)) strange = ahead.indexOf(record);
    if (strange === ahead.length) return false;
    for (let passed = 0; passed < strange; passed++) this.passOver();
    return ahead[strange] === record;
  }

  async look(count) {
    while (this.ahead.length < count) {
      const { value, done } = await this.source.next();
      if (done) break;
      this.ahead.push(value);
    }
    return Math.min(this.ahead.length, count);
  }

  passOver() {
    const { number } = this.ahead.shift();
    if (number >= 0) this.note("inserted", number);
    else this.note("malformed", -number - 1);
  }

  async finish() {
    while (await this.look(1)) this.passOver();
  }
}

function isLate(bytes, sealedAt) {
  const text = TEXT.decode(bytes);
  const end = text.lastIndexOf('","format":"');
  const enteredAt = text.slice(end - 27, end);
  return Date.parse(`${sealedAt.slice(0, 23)}Z`) - Date.parse(`${enteredAt.slice(0, 23)}Z`) > LATE_MS;
}

// ── files: the zip as it came, or what was unpacked ──

/** The entries of a zip by name, each a function that opens its bytes as a stream. */
async function zipEntries(file) {
  const view = async (from, length) => new DataView(await file.slice(from, from + length).arrayBuffer());
  const tailAt = Math.max(0, file.size - 66_000);
  const tail = await view(tailAt, file.size - tailAt);
  let end = tail.byteLength - 22;
  while (end >= 0 && tail.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0) throw new Error("zip");
  let size = tail.getUint32(end + 12, true), start = tail.getUint32(end + 16, true);
  if (start === 0xffffffff && end >= 20) {
    const far = await view(Number(tail.getBigUint64(end - 20 + 8, true)), 56);
    [size, start] = [Number(far.getBigUint64(40, true)), Number(far.getBigUint64(48, true))];
  }
  const directory = await view(start, size);
  const entries = new Map();
  for (let at = 0; at + 46 <= directory.byteLength;) {
    const [nameLength, extraLength, noteLength] = [28, 30, 32].map((by) => directory.getUint16(at + by, true));
    const name = TEXT.decode(new Uint8Array(directory.buffer, at + 46, nameLength));
    let packed = directory.getUint32(at + 20, true), where = directory.getUint32(at + 42, true);
    const extraEnd = at + 46 + nameLength + extraLength;
    for (let extra = at + 46 + nameLength; extra + 4 <= extraEnd;) {
      const [id, length] = [directory.getUint16(extra, true), directory.getUint16(extra + 2, true)];
      let wide = extra + 4 + (id === 1 && directory.getUint32(at + 24, true) === 0xffffffff ? 8 : 0);
      if (id === 1 && packed === 0xffffffff) { packed = Number(directory.getBigUint64(wide, true)); wide += 8; }
      if (id === 1 && where === 0xffffffff) where = Number(directory.getBigUint64(wide, true));
      extra += 4 + length;
    }
    const method = directory.getUint16(at + 10, true);
    entries.set(name, async () => {
      const local = await view(where, 30);
      const from = where + 30 + local.getUint16(26, true) + local.getUint16(28, true);
      const stream = file.slice(from, from + packed).stream();
      return method === 0 ? stream : stream.pipeThrough(new DecompressionStream("deflate-raw"));
    });
    at = extraEnd + noteLength;
  }
  return entries;
}

async function* pieces(open) {
  const reader = (await open()).getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    yield value;
  }
}

/** The lines of a file without their ends; its hash is left in `whole.digest`. */
async function* lines(open, whole = {}) {
  const hash = new Sha256();
  let kept = new Uint8Array(0);
  for await (const piece of pieces(open)) {
    hash.update(piece);
    let from = 0;
    for (let end = piece.indexOf(10); end >= 0; end = piece.indexOf(10, from)) {
      const part = piece.subarray(from, end);
      if (kept.length) {
        const line = new Uint8Array(kept.length + part.length);
        line.set(kept);
        line.set(part, kept.length);
        kept = new Uint8Array(0);
        yield line;
      } else yield part.slice();
      from = end + 1;
    }
    const rest = new Uint8Array(kept.length + piece.length - from);
    rest.set(kept);
    rest.set(piece.subarray(from), kept.length);
    kept = rest;
  }
  if (kept.length) yield kept;
  whole.digest = hex(hash.digest());
}

const MARK = UTF8.encode(',"id":');
const HEAD = UTF8.encode('{"event":{');

function placeOf(mark, bytes) {
  for (let at = bytes.length - mark.length; at >= 0; at--) {
    if (mark.every((one, by) => bytes[at + by] === one)) return at;
  }
  return -1;
}

/** Number and canonical bytes of each record; an unreadable line has the number before it, negative. */
async function* records(open, whole) {
  let last = 0;
  for await (const line of lines(open, whole)) {
    const at = placeOf(MARK, line);
    const tail = at < 0 ? "" : String.fromCharCode(...line.subarray(at + MARK.length));
    if (!/^\d+\}$/.test(tail) || !HEAD.every((one, by) => line[by] === one)) {
      yield { number: -last - 1, bytes: line };
      continue;
    }
    last = Number(tail.slice(0, -1));
    yield { number: last, bytes: line.subarray(9, at) };
  }
}

async function text(open) {
  const parts = [];
  for await (const piece of pieces(open)) parts.push(piece);
  return TEXT.decode(await new Blob(parts).arrayBuffer());
}

/** Check an export; `problems` of the ledger is empty when everything is in order. */
async function check(entries, code = "") {
  const manifest = JSON.parse(await text(entries.get("manifest.json")));
  const [events, seals] = [{}, {}];
  const ledger = new Ledger(records(entries.get("events.jsonl"), events));
  const codes = new Set();
  try {
    for await (const line of lines(entries.get("seals.jsonl"), seals)) {
      const entry = JSON.parse(TEXT.decode(line));
      await ledger.follow(entry.seal, entry.leaves, entry.rest);
      codes.add(shortCode(entry.seal));
    }
    await ledger.finish();
    compareManifest(manifest, ledger, { "events.jsonl": events.digest, "seals.jsonl": seals.digest });
  } catch (error) {
    ledger.note("unreadable", ledger.last?.last ?? 0, ledger.seals, `seals.jsonl / events.jsonl (${error.message})`);
  }
  if (code && !codes.has(code.trim().toUpperCase())) ledger.note("code", ledger.last?.last ?? 0, ledger.seals, code);
  ledger.problems.sort((one, two) => !one.record - !two.record || one.record - two.record);
  return ledger;
}

function compareManifest(manifest, ledger, digests) {
  const told = manifest.last_seal;
  if (told && told.number > ledger.seals) ledger.note("cut", ledger.last?.last ?? 0, ledger.seals);
  else if (!same(told, ledger.last)) ledger.note("manifest", 0, 0, "last_seal");
  if (manifest.records !== ledger.records) ledger.note("manifest", 0, 0, "records");
  for (const [name, digest] of Object.entries(manifest.files)) {
    if (digests[name] !== digest) ledger.note("manifest", 0, 0, name);
  }
}

// ── the page ──

async function entriesOf(files) {
  const zip = Array.from(files).find((file) => file.name.endsWith(".zip"));
  if (zip) return zipEntries(zip);
  return new Map(Array.from(files, (file) => [file.name, async () => file.stream()]));
}

async function show(form, answer) {
  const paragraph = (words, mark = "") => {
    const made = document.createElement("p");
    made.textContent = words;
    made.className = mark;
    answer.append(made);
  };
  answer.replaceChildren();
  paragraph("正在核验……");
  try {
    const entries = await entriesOf(form.files.files);
    const absent = ["events.jsonl", "seals.jsonl", "manifest.json"].filter((name) => !entries.has(name));
    if (absent.length) throw new Error(`缺少${absent.join("、")}。请选择导出的zip，或者同时选中解压后的三个文件`);
    const ledger = await check(entries, form.code.value);
    answer.replaceChildren();
    paragraph(ledger.problems.length ? "不一致" : "一致", ledger.problems.length ? "bad" : "good");
    for (const problem of ledger.problems.slice(0, 20)) paragraph(`异常：${WORDS[problem.kind](problem)}`, "bad");
    if (ledger.problems.length > 20) paragraph(`另有${ledger.problems.length - 20}处`);
    paragraph(`核验记录${ledger.records}条，未列出${ledger.total - ledger.records}条，封存${ledger.seals}个，` +
      `最后短码 ${ledger.last ? shortCode(ledger.last) : "-"}`);
    if (ledger.late) paragraph(`其中${ledger.late}条在录入十分钟后才封存`);
    if (!form.code.value) paragraph("没有填写另行留存的短码：最后一个封存之后是否被截去，无法判断");
  } catch (error) {
    answer.replaceChildren();
    paragraph(`无法读取：${error.message}`, "bad");
  }
}

if (typeof document !== "undefined") {
  const form = document.querySelector("form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show(form, document.querySelector("output"));
  });
}
if (typeof module !== "undefined") module.exports = { check, zipEntries };
