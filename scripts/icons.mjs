// Draws the application's icons: a grid of nine, the last one open.
//
// Run `node scripts/icons.mjs` after a change; the files it writes are committed.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";

const OUT = join(import.meta.dirname, "..", "src-tauri", "icons");
const INK = [0x1f, 0x23, 0x28];
const PAPER = [0xff, 0xff, 0xff];
const SAMPLES = 4; // per pixel and direction

/** Colour at a point of the unit square: [red, green, blue, alpha]. */
function colourAt(x, y) {
  const radius = 0.2;
  const cornerX = Math.max(radius - x, x - (1 - radius), 0);
  const cornerY = Math.max(radius - y, y - (1 - radius), 0);
  if (Math.hypot(cornerX, cornerY) > radius) return [...INK, 0];
  // Nine squares of 4 units in a field of 16, as in the window's rail.
  const u = ((x - 0.2) / 0.6) * 16;
  const v = ((y - 0.2) / 0.6) * 16;
  const column = Math.floor(u / 6);
  const row = Math.floor(v / 6);
  const inX = u - column * 6;
  const inY = v - row * 6;
  const inside = u >= 0 && v >= 0 && column < 3 && row < 3 && inX < 4 && inY < 4;
  const open = column === 2 && row === 2 && inX >= 1 && inX < 3 && inY >= 1 && inY < 3;
  return [...(inside && !open ? PAPER : INK), 1];
}

function pixels(size) {
  const bytes = Buffer.alloc(size * (size * 4 + 1)); // each row opens with its filter, 0
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const sum = [0, 0, 0, 0];
      for (let i = 0; i < SAMPLES * SAMPLES; i += 1) {
        const x = (column + ((i % SAMPLES) + 0.5) / SAMPLES) / size;
        const y = (row + (Math.floor(i / SAMPLES) + 0.5) / SAMPLES) / size;
        const [red, green, blue, alpha] = colourAt(x, y);
        sum[0] += red * alpha;
        sum[1] += green * alpha;
        sum[2] += blue * alpha;
        sum[3] += alpha;
      }
      const at = row * (size * 4 + 1) + 1 + column * 4;
      for (let c = 0; c < 3; c += 1) bytes[at + c] = Math.round(sum[c] / (sum[3] || 1));
      bytes[at + 3] = Math.round((sum[3] / (SAMPLES * SAMPLES)) * 255);
    }
  }
  return bytes;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

function png(size) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 6, 0, 0, 0], 8); // 8 bits a channel, red green blue alpha
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(pixels(size), { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** A Windows icon: a directory, then the PNGs. */
function ico(images) {
  const directory = Buffer.alloc(6 + 16 * images.length);
  directory.writeUInt16LE(1, 2);
  directory.writeUInt16LE(images.length, 4);
  let offset = directory.length;
  images.forEach(({ size, bytes }, index) => {
    const at = 6 + 16 * index;
    directory.set([size % 256, size % 256], at); // 256 is written as 0
    directory.writeUInt16LE(1, at + 4);
    directory.writeUInt16LE(32, at + 6);
    directory.writeUInt32LE(bytes.length, at + 8);
    directory.writeUInt32LE(offset, at + 12);
    offset += bytes.length;
  });
  return Buffer.concat([directory, ...images.map(({ bytes }) => bytes)]);
}

/** A macOS icon: named entries, each a PNG. */
function icns(images) {
  const names = { 128: "ic07", 256: "ic08", 512: "ic09" };
  const entries = images.map(({ size, bytes }) => {
    const head = Buffer.alloc(8);
    head.write(names[size], "latin1");
    head.writeUInt32BE(bytes.length + 8, 4);
    return Buffer.concat([head, bytes]);
  });
  const body = Buffer.concat(entries);
  const head = Buffer.alloc(8);
  head.write("icns", "latin1");
  head.writeUInt32BE(body.length + 8, 4);
  return Buffer.concat([head, body]);
}

const drawn = new Map([16, 32, 48, 128, 256, 512].map((size) => [size, png(size)]));
const pick = (...sizes) => sizes.map((size) => ({ size, bytes: drawn.get(size) }));
for (const size of [32, 128, 256]) writeFileSync(join(OUT, `${size}x${size}.png`), drawn.get(size));
writeFileSync(join(OUT, "icon.png"), drawn.get(512));
writeFileSync(join(OUT, "icon.ico"), ico(pick(16, 32, 48, 256)));
writeFileSync(join(OUT, "icon.icns"), icns(pick(128, 256, 512)));
