// The server under test, and the people and bots that are signed up on it.
//
// `conformance/run` starts the server and says in the environment where it is:
//   HEARTH_READY  the file that `hearth dev --ready` wrote
//   HEARTH_DATA   the server's data folder, with the local door's address and token in it
import { MixinApi } from '@mixin.dev/mixin-node-sdk';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Device } from './device.mjs';

const place = (variable) => {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set: start this with conformance/run`);
  return value;
};

const read = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** What `hearth dev --ready` wrote: `api`, `blaze`, `people`, `bots`. */
export const hearth = read(place('HEARTH_READY'));

const door = read(join(place('HEARTH_DATA'), 'admin.json'));

const knock = async (method, path, body) => {
  const answer = await fetch(door.url + path, {
    method,
    headers: { Authorization: `Bearer ${door.token}` },
    body: body && JSON.stringify(body),
  });
  const json = await answer.json();
  if (!answer.ok) throw new Error(`${method} ${path}: ${json.error}`);
  return json;
};

/** Somebody with a keystore: a person or a bot, as the SDK sees them. */
export class User {
  constructor({ name, user_id, identity_number, keystore, legacy_keystore }) {
    this.name = name;
    this.id = user_id;
    this.number = identity_number;
    this.keystore = keystore;
    this.legacyKeystore = legacy_keystore;
    this.api = keystore && MixinApi({ keystore, requestConfig: { baseURL: hearth.api } });
  }

  /** Connects a device of theirs that has asked for what is pending. */
  connect(option) {
    return Device.connect(this, hearth.blaze, option);
  }

  /** The same user, signed in on one more device. */
  async anotherDevice() {
    return new User((await knock('POST', `/users/${this.id}/sessions`)).users[0]);
  }

  /** Ends the session of the keystore. */
  async revoke() {
    return (await knock('DELETE', `/sessions/${this.keystore.session_id}`)).revoked;
  }
}

const signUp = async (what) => new User((await knock('POST', '/users', what)).users[0]);

export const person = (name) => signUp({ name });

/** `represent` is the operator's word that it may speak for others, `safe` that it was written since 2023. */
export const bot = (name, { rsa = false, represent = false, safe = false } = {}) => signUp({ name, bot: true, rsa, represent, safe });

/** Something new that the ledger counts. */
export const asset = (precision) => knock('POST', '/assets', { symbol: `P${randomUUID().slice(0, 8).toUpperCase()}`, precision });

/** Makes more of it, for somebody. */
export const issue = ({ symbol }, user, amount) => knock('POST', `/assets/${symbol}/issues`, { to: user.id, amount });

/** A person who has opened the conversation with `other`; as an app does before its first message. */
export const acquainted = async (name, other) => {
  const user = await person(name);
  const { conversation_id } = await user.api.conversation.createContact(other.id);
  return { user, conversation: conversation_id };
};
