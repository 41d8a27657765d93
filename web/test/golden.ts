/** The golden files that the Java modules are tested with, too. */
const ROOT = new URL("../../", import.meta.url);
const GOLDEN = "protocol/src/test/resources/golden/";
const VECTORS = "sdk/src/test/resources/dev/hearth/sdk/";

export interface GoldenPayload {
  readonly name: string;
  readonly category: string;
  readonly payload?: unknown;
  readonly text?: string;
  readonly base64?: string;
  readonly means?: unknown;
}

export interface GoldenFrame {
  readonly name: string;
  readonly frame: unknown;
}

export interface GoldenRequest extends GoldenFrame {
  readonly means: { readonly id: string; readonly action: string; readonly params: unknown };
}

export interface GoldenKeys {
  readonly sessions: readonly {
    readonly seed: string;
    readonly ed25519?: string;
    readonly x25519?: string;
    readonly public_key?: string;
  }[];
  readonly checksums: readonly { readonly sessions: readonly string[]; readonly checksum: string }[];
  readonly pin: {
    readonly session_seed: string;
    readonly pin_token: string;
    readonly shared: string;
    readonly iv: string;
    readonly time: number;
    readonly iterator: string;
    readonly pin: string;
    readonly pin_base64: string;
  };
  readonly provisioning: { readonly private_key: string; readonly secret: string; readonly message: string };
}

interface Box {
  readonly plaintext: string;
  readonly data: string;
}

export interface CryptoVectors {
  readonly encrypted: Box & {
    readonly sender: { readonly seed: string; readonly x25519: string };
    readonly recipients: readonly {
      readonly session: string;
      readonly seed: string;
      readonly public_key: string;
      readonly iv: string;
    }[];
    readonly key: string;
    readonly nonce: string;
  };
  readonly encrypted_by_flutter: Box & { readonly session: string; readonly seed: string };
  readonly attachment: {
    readonly key: string;
    readonly iv: string;
    readonly file: string;
    readonly blob: string;
    readonly digest: string;
  };
}

export interface SignalVectors {
  readonly bob: {
    readonly registration_id: number;
    readonly identity_private: string;
    readonly identity: string;
    readonly signed_pre_key: {
      readonly id: number;
      readonly private: string;
      readonly public: string;
      readonly signature: string;
    };
    readonly one_time_pre_key: { readonly id: number; readonly private: string; readonly public: string };
  };
  readonly alice: { readonly registration_id: number; readonly identity: string };
  readonly conversation: string;
  readonly sender_key: { readonly data: string; readonly plaintext: string };
  readonly messages: readonly { readonly data: string; readonly plaintext: string }[];
  readonly envelopes: readonly {
    readonly type: string;
    readonly again?: string;
    readonly message: string;
    readonly data: string;
  }[];
}

export const payloads = read<readonly GoldenPayload[]>(GOLDEN + "payloads.json");
export const requests = read<readonly GoldenRequest[]>(GOLDEN + "requests.json");
export const serverFrames = read<readonly GoldenFrame[]>(GOLDEN + "server-frames.json");
export const keys = read<GoldenKeys>(GOLDEN + "keys.json");
export const cryptoVectors = read<CryptoVectors>(VECTORS + "crypto/vectors.json");
export const signalVectors = read<SignalVectors>(VECTORS + "signal/vectors.json");

function read<Content>(path: string): Content {
  return JSON.parse(Deno.readTextFileSync(new URL(path, ROOT))) as Content;
}
