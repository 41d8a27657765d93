/** Pictures drawn for Hearth: to choose from when one joins, and the fire above the invitation. */
import type { ComponentType } from "preact";
import { render } from "preact";
import type { Key } from "../words/words.ts";

export interface Drawing {
  readonly name: Key;
  readonly Drawn: ComponentType;
}

const SIDE = 512;

/** A drawing as the bytes of a picture. */
export async function asPicture({ Drawn }: Drawing): Promise<Blob | undefined> {
  const holder = document.createElement("div");
  render(<Drawn />, holder);
  const drawn = holder.querySelector("svg")!;
  drawn.setAttribute("width", String(SIDE));
  drawn.setAttribute("height", String(SIDE));
  const text = new XMLSerializer().serializeToString(drawn);
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    const picture = new globalThis.Image(SIDE, SIDE);
    picture.src = address;
    await picture.decode();
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = SIDE;
    canvas.getContext("2d")!.drawImage(picture, 0, 0, SIDE, SIDE);
    return await new Promise((done) => canvas.toBlob((blob) => done(blob ?? undefined), "image/png"));
  } finally {
    URL.revokeObjectURL(address);
  }
}

export function Fire() {
  return (
    <span class="pic fire" aria-hidden="true">
      <Oven />
    </span>
  );
}

function Oven() {
  return (
    <svg class="pic" viewBox="0 0 400 300" preserveAspectRatio="xMidYMid slice">
      <defs>
        <radialGradient id="g-oven" cx=".5" cy=".62" r=".6">
          <stop offset="0" stop-color="#ffc86b" />
          <stop offset=".45" stop-color="#e2742f" />
          <stop offset="1" stop-color="#3b1a0e" />
        </radialGradient>
      </defs>
      <path fill="#4a3a30" d="M0 0h400v300H0z" />
      <g fill="#5b493d">
        <path d="M0 0h92v40H0zM100 0h120v40H100zM228 0h100v40H228zM336 0h64v40h-64zM0 48h40v40H0zM48 48h84v40H48zM268 48h92v40h-92zM368 48h32v40h-32zM0 96h72v40H0zM328 96h72v40h-72zM0 144h48v40H0zM352 144h48v40h-48z" />
      </g>
      <path fill="#2a1b13" d="M70 246V176c0-64 56-110 130-110s130 46 130 110v70z" />
      <path fill="url(#g-oven)" d="M90 246v-66c0-52 46-92 110-92s110 40 110 92v66z" />
      <path
        fill="#ffdf94"
        d="M200 128c6 30 38 44 38 82 0 20-16 36-38 36s-38-16-38-36c0-18 8-28 16-36 2 10 6 16 12 18-2-24 0-46 10-64z"
      />
      <path
        fill="#fff3cf"
        d="M202 178c4 16 18 24 18 42 0 14-8 24-20 24s-20-10-20-24c0-10 4-16 8-20 2 6 4 8 8 10-2-12 0-22 6-32z"
      />
      <path fill="#7a6150" d="M0 246h400v54H0z" />
      <path fill="#8d7260" d="M0 246h400v10H0z" />
    </svg>
  );
}

function Boat() {
  return (
    <svg class="pic" viewBox="0 0 96 96" preserveAspectRatio="xMidYMid slice">
      <path fill="#d5dfe3" d="M0 0h96v96H0z" />
      <path fill="#8fa7b0" d="M0 58c16 6 32 6 48 0s32-6 48 0v38H0z" />
      <path fill="#5f7d88" d="M0 74c16 6 32 6 48 0s32-6 48 0v22H0z" />
      <path fill="#fffaf0" d="M46 18v38H22z" />
      <path fill="#c0562d" d="M51 28v28h22z" />
      <path fill="#4a3427" d="M18 60h60l-8 12H28z" />
    </svg>
  );
}

function Hills() {
  return (
    <svg class="pic" viewBox="0 0 96 96" preserveAspectRatio="xMidYMid slice">
      <defs>
        <linearGradient id="g-dawn" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stop-color="#f3c9a0" />
          <stop offset=".55" stop-color="#f0a878" />
          <stop offset="1" stop-color="#d8744b" />
        </linearGradient>
      </defs>
      <path fill="url(#g-dawn)" d="M0 0h96v96H0z" />
      <circle cx="60" cy="42" r="13" fill="#fff0d4" />
      <path fill="#a9502f" d="M0 66c20-16 34-16 52-4s28 10 44-2v36H0z" />
      <path fill="#6d2f1c" d="M0 82c24-12 40-8 56-2s26 4 40-4v20H0z" />
    </svg>
  );
}

function Pear() {
  return (
    <svg class="pic" viewBox="0 0 96 96" preserveAspectRatio="xMidYMid slice">
      <defs>
        <linearGradient id="g-pear" x1="0" y1="0" x2="1" y2="1">
          <stop offset="0" stop-color="#dccb6a" />
          <stop offset="1" stop-color="#8f9a3e" />
        </linearGradient>
      </defs>
      <path fill="#dfe7e2" d="M0 0h96v96H0z" />
      <path fill="#c3d0c8" d="M0 70h96v26H0z" />
      <ellipse cx="50" cy="78" rx="24" ry="5" fill="#93a59a" opacity=".6" />
      <path
        fill="url(#g-pear)"
        d="M48 26c9 0 11 9 13 17 3 10 12 14 12 25 0 8-10 12-25 12s-25-4-25-12c0-11 9-15 12-25 2-8 4-17 13-17z"
      />
      <path fill="none" stroke="#5b4226" stroke-width="3.4" stroke-linecap="round" d="M48 27c0-5 1-8 4-11" />
      <path fill="#6f8a45" d="M52 20c6-6 13-7 18-4-4 6-11 8-18 4z" />
    </svg>
  );
}

function Moon() {
  return (
    <svg class="pic" viewBox="0 0 96 96" preserveAspectRatio="xMidYMid slice">
      <defs>
        <linearGradient id="g-night" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stop-color="#1f2b3d" />
          <stop offset="1" stop-color="#4b5b78" />
        </linearGradient>
      </defs>
      <path fill="url(#g-night)" d="M0 0h96v96H0z" />
      <path fill="#f4e7c6" d="M60 24a27 27 0 1 0 13 38 23 23 0 0 1-13-38z" />
      <g fill="#fff">
        <circle cx="22" cy="22" r="1.6" />
        <circle cx="78" cy="26" r="1.3" />
        <circle cx="82" cy="78" r="1.5" />
        <circle cx="16" cy="66" r="1.2" />
      </g>
    </svg>
  );
}

function Cat() {
  return (
    <svg class="pic" viewBox="0 0 96 96" preserveAspectRatio="xMidYMid slice">
      <path fill="#edd9c6" d="M0 0h96v96H0z" />
      <path fill="#3d3531" d="M24 96V44l4-20 14 10h12l14-10 4 20v52z" />
      <ellipse cx="38" cy="50" rx="4.5" ry="5.5" fill="#e9b44c" />
      <ellipse cx="58" cy="50" rx="4.5" ry="5.5" fill="#e9b44c" />
      <path fill="#1c1715" d="M37 45h2v10h-2zM57 45h2v10h-2z" />
      <path fill="#d98c7d" d="M45 60h6l-3 4z" />
    </svg>
  );
}

export const DRAWINGS: readonly Drawing[] = [
  { name: "pictureBoat", Drawn: Boat },
  { name: "pictureHills", Drawn: Hills },
  { name: "picturePear", Drawn: Pear },
  { name: "pictureMoon", Drawn: Moon },
  { name: "pictureCat", Drawn: Cat },
];
