// One connection through the SDK's own websocket(), with what has arrived on it.
import { sendRaw, websocket } from '@mixin.dev/mixin-node-sdk/blaze';
import { randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';

const PATIENCE = 30_000;

/** Waits for things to become true; what changes them calls `check`. */
class Waiting {
  #open = new Set();

  check() {
    for (const one of this.#open) one();
  }

  until(find, what) {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = find();
        if (!found) return;
        this.#open.delete(look);
        clearTimeout(timer);
        resolve(found);
      };
      const timer = setTimeout(() => {
        this.#open.delete(look);
        reject(new Error(`in ${PATIENCE} ms there was no ${typeof what === 'function' ? what() : what}`));
      }, PATIENCE);
      this.#open.add(look);
      look();
    });
  }
}

export class Device {
  /** Every message pushed, in the order of arrival; a redelivered one stands here twice. */
  messages = [];
  /** Every receipt pushed. */
  receipts = [];
  /** Membership changes, which the SDK hands to `onConversation`. */
  conversations = [];
  /** Frames with an error. */
  errors = [];
  pings = 0;
  closed = false;

  #replies = new Map();
  #waiting = new Waiting();
  #requests = new Set();

  constructor(user, url, { syncAck = false, parse = false } = {}) {
    this.user = user;
    const arrived = (list) => (data) => {
      // The SDK hands over everything with data, so also the answers to what a person sends.
      if (list === this.messages && data.category === '') return;
      list.push(data);
      this.#waiting.check();
    };
    this.ws = websocket(
      user.keystore,
      url,
      {
        onMessage: arrived(this.messages),
        onAckReceipt: arrived(this.receipts),
        onConversation: arrived(this.conversations),
      },
      { syncAck, parse },
    );
    // The SDK passes over frames without data: answers are read here, beside it.
    this.ws.on('message', (bytes) => {
      const frame = JSON.parse(gunzipSync(bytes).toString('latin1'));
      if (this.#requests.has(frame.id)) this.#replies.set(frame.id, [...(this.#replies.get(frame.id) ?? []), frame]);
      if (frame.error) this.errors.push(frame);
      this.#waiting.check();
    });
    this.ws.on('open', () => this.#waiting.check());
    this.ws.on('ping', () => this.pings++);
    this.ws.on('error', (error) => (this.failure = error));
    this.ws.on('close', () => {
      this.closed = true;
      this.#waiting.check();
    });
  }

  static async connect(user, url, option = {}) {
    const device = new Device(user, url, option);
    await device.opened();
    if (option.listen !== false) await device.listPending();
    return device;
  }

  async opened() {
    await this.until(() => this.closed || this.ws.readyState === this.ws.OPEN || undefined, 'open connection');
    if (this.closed) throw this.failure ?? new Error('the connection was closed');
  }

  async listPending(params) {
    const reply = await this.request('LIST_PENDING_MESSAGES', params);
    if (reply.error || reply.data) throw new Error(`LIST_PENDING_MESSAGES: ${JSON.stringify(reply)}`);
  }

  /** Sends a request and waits for its one answer. */
  async request(action, params, id = randomUUID()) {
    this.#requests.add(id);
    const before = this.repliesTo(id).length;
    if (!(await sendRaw(this.ws, { id, action, params }))) throw new Error(`${action} could not be sent`);
    return this.until(() => this.repliesTo(id)[before], `answer to ${action}`);
  }

  /** How a request was answered: more than once would be a mistake. */
  repliesTo(id) {
    return this.#replies.get(id) ?? [];
  }

  /** Says something; gives what was sent. */
  async say(conversation, text, more = {}) {
    const params = {
      conversation_id: conversation,
      message_id: randomUUID(),
      category: 'PLAIN_TEXT',
      data: Buffer.from(text).toString('base64'),
      ...more,
    };
    const reply = await this.request('CREATE_MESSAGE', params);
    if (reply.error) throw Object.assign(new Error(reply.error.description), reply.error);
    return params;
  }

  acknowledge(message, status = 'READ') {
    return this.request('ACKNOWLEDGE_MESSAGE_RECEIPT', { message_id: message.message_id, status });
  }

  acknowledgeAll(messages, status = 'READ') {
    return this.request('ACKNOWLEDGE_MESSAGE_RECEIPTS', {
      messages: messages.map(({ message_id }) => ({ message_id, status })),
    });
  }

  until(find, what) {
    return this.#waiting.until(find, what);
  }

  message(id) {
    return this.until(() => this.messages.find((one) => one.message_id === id), `message ${id}`);
  }

  messageSaying(text) {
    return this.until(() => this.messages.find((one) => textOf(one) === text), `message "${text}"`);
  }

  receipt(id, status) {
    return this.until(
      () => this.receipts.find((one) => one.message_id === id && one.status === status),
      () => `receipt ${status} of ${id}, only ${JSON.stringify(this.receipts.map((one) => one.status))}`,
    );
  }

  /** The membership change that was made of somebody. */
  change(action, participant) {
    const is = (one) => {
      const body = payload(one);
      return body.action === action && (!participant || body.participant_id === participant);
    };
    return this.until(() => this.conversations.find(is), `SYSTEM_CONVERSATION ${action}`);
  }

  /** The next message of that category, from the one at `from` on. */
  messageOf(category, from = 0) {
    return this.until(
      () => this.messages.slice(from).find((one) => one.category === category),
      () => `${category}, only ${this.messages.slice(from).map((one) => one.category)}`,
    );
  }

  count(messages) {
    return this.until(
      () => this.messages.length >= messages,
      () => `${messages} messages, only ${this.messages.length}`,
    );
  }

  /** Drops the connection, without a word. */
  async drop() {
    this.ws.terminate();
    await this.until(() => this.closed, 'end of the connection');
  }
}

export const bytesOf = (message) => Buffer.from(message.data, 'base64');

export const textOf = (message) => bytesOf(message).toString('utf8');

export const payload = (message) => JSON.parse(textOf(message));

/** The ids of messages, in their order. */
export const ids = (messages) => messages.map((one) => one.message_id);

