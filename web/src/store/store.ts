/** The store of this device: opens the database, and hands out the store of each account. */
import { AccountStore } from "./accountStore.ts";
import { type Database, openDatabase } from "./database.ts";
import { makeSealKeys, type SealKeys } from "./seal.ts";

export class Store {
  private constructor(private readonly database: Database) {}

  /** @param onLost called when the store was closed from outside: for a page with a newer version, or with the browser's data */
  static async open(name: string, onLost: () => void = () => {}): Promise<Store> {
    return new Store(await openDatabase(name, onLost));
  }

  /**
   * The store of an account, made when there is none; of the device itself under "". Open each once: two of them don't know of each
   * other's steps.
   */
  async account(account: string): Promise<AccountStore> {
    const store = new AccountStore(this.database, account, await this.sealKeys(account));
    await store.trim();
    return store;
  }

  close(): void {
    this.database.close();
  }

  private async sealKeys(account: string): Promise<SealKeys> {
    const sealing = await this.database.get("keys", [account, "sealing"]);
    const hiding = await this.database.get("keys", [account, "hiding"]);
    if (sealing !== undefined && hiding !== undefined) return { sealing, hiding };
    const made = await makeSealKeys();
    const transaction = this.database.transaction("keys", "readwrite", { durability: "strict" });
    void transaction.store.put(made.sealing, [account, "sealing"]);
    void transaction.store.put(made.hiding, [account, "hiding"]);
    await transaction.done;
    return made;
  }
}
