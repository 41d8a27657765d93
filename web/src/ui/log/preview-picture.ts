/** The blurred preview of a picture: a small JPEG in base64, or a blurhash, which is drawn here. */

const SMALL = 32;
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";
const MOST = 200;
const drawn = new Map<string, string | undefined>();

/** An address for the preview, or nothing when it is neither. */
export function previewAddress(preview: string | undefined): string | undefined {
  if (!preview) return undefined;
  if (preview.startsWith("data:image/")) return preview;
  if (!isBlurhash(preview)) {
    return /^[A-Za-z0-9+/_-]{40,}={0,2}$/.test(preview) ? "data:image/jpeg;base64," + preview : undefined;
  }
  if (!drawn.has(preview)) {
    if (drawn.size >= MOST) drawn.clear();
    drawn.set(preview, draw(preview));
  }
  return drawn.get(preview);
}

export function isBlurhash(text: string): boolean {
  if (text.length < 6 || text.length > 200 || [...text].some((one) => !DIGITS.includes(one))) return false;
  const size = value(text[0]!);
  return text.length === 4 + 2 * (size % 9 + 1) * (Math.floor(size / 9) + 1);
}

function value(text: string): number {
  return [...text].reduce((sum, one) => sum * 83 + DIGITS.indexOf(one), 0);
}

function toLinear(byte: number): number {
  const part = byte / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

function toByte(linear: number): number {
  const part = Math.max(0, Math.min(1, linear));
  return Math.round((part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055) * 255);
}

/** The pixels of a blurhash, four bytes each. */
export function pixels(hash: string, width: number, height: number): Uint8ClampedArray<ArrayBuffer> {
  const size = value(hash[0]!);
  const across = size % 9 + 1;
  const down = Math.floor(size / 9) + 1;
  const most = (value(hash[1]!) + 1) / 166;
  const colours = Array.from({ length: across * down }, (_, at) => {
    if (at === 0) {
      const all = value(hash.slice(2, 6));
      return [toLinear(all >> 16), toLinear((all >> 8) & 255), toLinear(all & 255)] as const;
    }
    const all = value(hash.slice(4 + at * 2, 6 + at * 2));
    const part = (one: number) => Math.sign(one - 9) * ((one - 9) / 9) ** 2 * most;
    return [part(Math.floor(all / 361)), part(Math.floor(all / 19) % 19), part(all % 19)] as const;
  });
  const made = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let [red, green, blue] = [0, 0, 0];
      for (let j = 0; j < down; j++) {
        for (let i = 0; i < across; i++) {
          const share = Math.cos(Math.PI * x * i / width) * Math.cos(Math.PI * y * j / height);
          const colour = colours[i + j * across]!;
          red += colour[0] * share;
          green += colour[1] * share;
          blue += colour[2] * share;
        }
      }
      made.set([toByte(red), toByte(green), toByte(blue), 255], 4 * (x + y * width));
    }
  }
  return made;
}

function draw(hash: string): string | undefined {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SMALL;
  const brush = canvas.getContext("2d");
  if (!brush) return undefined;
  brush.putImageData(new ImageData(pixels(hash, SMALL, SMALL), SMALL, SMALL), 0, 0);
  return canvas.toDataURL();
}
