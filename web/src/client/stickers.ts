/** Stickers: those that messages show, and the albums that one can send from. */
import type { Id } from "../protocol/ids.ts";
import { type Api, need, unlessNotFound } from "./api.ts";
import type { Archive } from "./archive.ts";
import { optional, type ShownSticker } from "./contents.ts";
import { failed } from "./failed.ts";
import { list, number, text } from "./fields.ts";
import type { Album, Sticker } from "./records.ts";
import { kind } from "./sealing/records.ts";

const STICKER = kind<ShownSticker>("sticker", 2_000);
const MOST_ALBUMS = 50;
const MOST_ASKED = 5_000;

export class Stickers {
  readonly #asked = new Set<Id>();

  constructor(private readonly archive: Archive, private readonly api: Api, private readonly changed: () => void) {}

  /** How it looks, if that is known; else the server is asked. */
  shown(sticker: Id): ShownSticker | undefined {
    const known = this.archive.find(STICKER, sticker);
    if (known === undefined && !this.#asked.has(sticker) && this.#asked.size < MOST_ASKED) {
      this.#asked.add(sticker);
      void this.#ask(sticker).catch(() => this.#asked.delete(sticker));
    }
    return known;
  }

  async albums(): Promise<readonly Album[]> {
    const albums: Album[] = [];
    for (const each of list(await this.api.http.get("/stickers/albums")).slice(0, MOST_ALBUMS)) {
      const id = need(each, "album_id");
      const stickers = list(await this.api.http.get("/stickers/albums/" + id)).flatMap((one) => this.#read(one));
      albums.push({
        id,
        name: text(each, "name"),
        ...this.api.picture(text(each, "icon_url")),
        mine: text(each, "category") === "PERSONAL",
        stickers,
      });
    }
    return albums;
  }

  async add(sticker: Id): Promise<void> {
    await this.api.http.post("/stickers/favorite/add", { sticker_id: sticker });
  }

  async addPicture(base64: string): Promise<void> {
    await this.api.http.post("/stickers/favorite/add", { data_base64: base64 });
  }

  async remove(sticker: Id): Promise<void> {
    await this.api.http.post("/stickers/favorite/remove", [sticker]);
  }

  async #ask(sticker: Id): Promise<void> {
    const found = await unlessNotFound(() => this.api.http.patiently(() => this.api.http.get("/stickers/" + sticker)));
    const read = this.#read(found)[0];
    if (read === undefined) throw failed("not-found");
    const { picture, width, height } = read;
    await this.archive.inTransaction((records) =>
      records.put(STICKER, sticker, { ...optional("picture", picture), width, height })
    );
    this.changed();
  }

  #read(sticker: unknown): readonly Sticker[] {
    const { picture } = this.api.picture(text(sticker, "asset_url"));
    const id = text(sticker, "sticker_id");
    if (picture === undefined || id === "") return [];
    return [{
      id,
      name: text(sticker, "name"),
      picture,
      width: number(sticker, "asset_width"),
      height: number(sticker, "asset_height"),
    }];
  }
}
