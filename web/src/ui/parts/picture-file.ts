/** Pictures from files: made smaller, cut square, with a small preview; what a camera wrote about the place is left behind. */

export interface Prepared {
  readonly blob: Blob;
  readonly width: number;
  readonly height: number;
  /** A small JPEG in base64. */
  readonly preview: string;
}

const LARGEST = 2_048;
const PREVIEW = 32;

async function bitmap(file: Blob): Promise<ImageBitmap | undefined> {
  return await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => undefined);
}

function canvasOf(picture: CanvasImageSource, from: DOMRect, width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const brush = canvas.getContext("2d")!;
  brush.imageSmoothingQuality = "high";
  brush.drawImage(picture, from.x, from.y, from.width, from.height, 0, 0, width, height);
  return canvas;
}

function blobOf(canvas: HTMLCanvasElement, type: string): Promise<Blob | undefined> {
  return new Promise((done) => canvas.toBlob((blob) => done(blob ?? undefined), type, 0.86));
}

/** A picture to send: at most 2,048 pixels on its longer side. Moving pictures stay as they are. */
export async function prepared(file: Blob): Promise<Prepared | undefined> {
  const picture = await bitmap(file);
  if (!picture) return undefined;
  const { width, height } = picture;
  const scale = Math.min(1, LARGEST / Math.max(width, height));
  const whole = new DOMRect(0, 0, width, height);
  const preview = previewOf(picture, width, height);
  if (file.type === "image/gif") return { blob: file, width, height, preview };
  const [w, h] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  const canvas = canvasOf(picture, whole, w, h);
  const type = file.type === "image/png" && file.size < 500_000 ? "image/png" : "image/jpeg";
  const blob = await blobOf(canvas, type);
  return blob && { blob, width: w, height: h, preview };
}

export function previewOf(picture: CanvasImageSource, width: number, height: number): string {
  const scale = PREVIEW / Math.max(width, height, 1);
  const canvas = canvasOf(
    picture,
    new DOMRect(0, 0, width, height),
    Math.max(1, Math.round(width * scale)),
    Math.max(1, Math.round(height * scale)),
  );
  return canvas.toDataURL("image/jpeg", 0.5).replace(/^data:image\/jpeg;base64,/, "");
}

/** The middle of a picture as a square. */
export async function squared(file: Blob, side: number): Promise<Blob | undefined> {
  const picture = await bitmap(file);
  if (!picture) return undefined;
  const least = Math.min(picture.width, picture.height);
  const from = new DOMRect((picture.width - least) / 2, (picture.height - least) / 2, least, least);
  return blobOf(canvasOf(picture, from, side, side), "image/jpeg");
}
