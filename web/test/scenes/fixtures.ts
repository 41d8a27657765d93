/** What the scenes show: a house and a bakery, as the drawing of the look has them. */
import type {
  Account,
  Album,
  Circle,
  Content,
  Conversation,
  Device,
  Holding,
  Member,
  Message,
  Person,
  SnapshotLine,
} from "../../src/client/records.ts";
import { picture } from "./pictures.ts";

/** Thursday, 26 November 2026 is "yesterday" of these scenes' second day. */
export const NOW = new Date(2026, 10, 27, 9, 42).getTime();
const DAY = 86_400_000;

export function at(clock: string, daysAgo = 0): number {
  const [hour, minute] = clock.split(":").map(Number);
  const day = new Date(NOW - daysAgo * DAY);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate(), hour, minute).getTime();
}

export const ME = "10000000-0000-4000-8000-000000000001";

function person(n: number, name: string, number: string, more: Partial<Person> = {}): Person {
  return {
    userId: `10000000-0000-4000-8000-0000000000${String(n).padStart(2, "0")}`,
    name,
    number,
    biography: "",
    bot: false,
    relation: "friend",
    trust: "encrypted",
    ...more,
  };
}

export const juno = person(1, "Juno", "7000 1102", {
  relation: "me",
  picture: picture("me"),
  biography: "Bakes on Thursdays. Ask me about rye.",
});
export const mara = person(2, "Mara", "7000 1041", {
  picture: picture("hills"),
  biography: "Early riser. Sourdough, not small talk.",
  trust: "verified",
});
export const ilyas = person(3, "Ilyas", "7000 1088", { picture: picture("pear") });
export const wren = person(4, "Wren", "7000 2045", { picture: picture("cat") });
export const noor = person(5, "Noor", "7000 3307", { picture: picture("moon") });
export const odile = person(6, "Odile", "7000 1234");
export const theo = person(7, "Theo", "7000 1000");
export const bas = person(8, "Bas", "7000 2210");
export const pim = person(9, "Pim", "7000 2876");
export const imke = person(10, "Imke", "7000 4410");
export const shop = person(11, "Linden Shop", "7000 9001", {
  bot: true,
  trust: "plain",
  picture: picture("shop"),
  biography: "Order bread, see what is left today",
});
export const timer = person(12, "Oven Timer", "7000 9002", {
  bot: true,
  trust: "plain",
  biography: "Tells the group when a bake is done",
});
export const rtl = person(13, "مريم الخباز", "7000 5150");
export const hostile = person(14, "Eve\u202Egnp.exe <b>admin</b> " + "Longlonglong".repeat(8), "7000 6666", {
  relation: "stranger",
});
export const everybody = [juno, mara, ilyas, wren, noor, odile, theo, bas, pim, imke, shop, timer, rtl, hostile];

export const account: Account = {
  userId: ME,
  sessionId: "s",
  number: "7000 1102",
  name: "Juno",
  picture: picture("me"),
  biography: juno.biography,
  hasPin: true,
  links: true,
  unread: 2,
};

export function conversation(n: number, name: string, more: Partial<Conversation> = {}): Conversation {
  return {
    id: `20000000-0000-4000-8000-0000000000${String(n).padStart(2, "0")}`,
    kind: "direct",
    name,
    bot: false,
    trust: "encrypted",
    unread: 0,
    mentioned: false,
    pins: [],
    circles: [],
    ...more,
  };
}

type Line = NonNullable<Conversation["last"]>;
function last(author: Person, text: string, when: number, more: Partial<Line> = {}): Line {
  return {
    message: "m",
    author: author.userId,
    authorName: author.name,
    mine: author.userId === ME,
    kind: "text",
    text,
    at: when,
    ...more,
  };
}

export const withMara = conversation(1, "Mara", {
  peer: mara.userId,
  picture: picture("hills"),
  trust: "verified",
  pinnedAt: 1,
  disappearAfter: 7 * DAY,
  last: last(mara, "Then I'll bring both tins.", at("09:41")),
  pins: [
    {
      message: "pin1",
      line: "Flour order closes Thursday at noon. Write your numbers in the rota.",
      by: ME,
      at: at("09:15", 1),
    },
    { message: "pin2", line: "The long peel is behind the door", by: ME, at: at("09:15", 2) },
    { message: "pin3", line: "Oven manual.pdf", by: ME, at: at("09:15", 3) },
  ],
});
export const garden = conversation(2, "Roof garden", {
  kind: "group",
  picture: picture("leaf"),
  unread: 12,
  mentioned: true,
  members: 10,
  role: "member",
  announcement: "Beds, bees and barbecue. Frost warnings go here.",
  last: last(noor, "who has the key to the shed?", at("09:38")),
});
export const withShop = conversation(3, "Linden Shop", {
  peer: shop.userId,
  picture: picture("shop"),
  bot: true,
  trust: "plain",
  unread: 2,
  last: last(shop, "Your order is ready for pick-up", at("09:30")),
});
export const conversations: readonly Conversation[] = [
  withMara,
  garden,
  withShop,
  conversation(4, "Ilyas", {
    peer: ilyas.userId,
    picture: picture("pear"),
    draft: "could you ask about the second oven?",
    last: last(ilyas, "Sure", at("08:55")),
  }),
  conversation(5, "Kitchen rota", {
    kind: "group",
    unread: 31,
    mutedUntil: 8_640_000_000_000_000,
    members: 5,
    role: "owner",
    last: last(theo, "swapped Tuesday with Wren", at("08:12")),
  }),
  conversation(6, "Wren", {
    peer: wren.userId,
    picture: picture("cat"),
    last: last(juno, "Perfect, see you at the gate", at("21:10", 1), { tick: "read" }),
  }),
  conversation(7, "Odile", { peer: odile.userId, last: last(odile, "", at("18:00", 1), { kind: "voice" }) }),
  conversation(8, "Oven Timer", {
    peer: timer.userId,
    bot: true,
    trust: "plain",
    last: last(timer, "Deck 2 reached 240 °C", at("16:00", 1)),
  }),
  conversation(9, "Noor", {
    peer: noor.userId,
    picture: picture("moon"),
    last: last(juno, "I left the ladder by the stairs", at("16:00", 3), { tick: "delivered" }),
  }),
  conversation(10, "Bas", {
    peer: bas.userId,
    last: last(bas, "the new sign is up!", at("12:00", 4), { kind: "picture" }),
  }),
  conversation(11, "Linden Street, everyone", {
    kind: "group",
    members: 41,
    role: "member",
    last: last(juno, "The boiler man comes on Monday", at("12:00", 8), { tick: "sending" }),
  }),
  conversation(12, "Pim", { peer: pim.userId, last: last(pim, "", at("12:00", 9), { kind: "call" }) }),
  conversation(13, rtl.name, { peer: rtl.userId, last: last(rtl, "الخبز جاهز غدا صباحا", at("12:00", 12)) }),
  conversation(14, hostile.name, {
    peer: hostile.userId,
    last: last(hostile, "<img src=x onerror=alert(1)> " + "word ".repeat(40), at("12:00", 20)),
  }),
];

export const circles: readonly Circle[] = [
  { id: "c1", name: "House", conversations: [withMara.id, garden.id] },
  { id: "c2", name: "Bakery", conversations: [withMara.id, withShop.id] },
];

let count = 0;
export function message(
  from: Person,
  clock: string,
  content: Content | string,
  more: Partial<Message> & { daysAgo?: number; in?: Conversation } = {},
): Message {
  const { daysAgo = 0, in: where = withMara, ...rest } = more;
  count++;
  return {
    id: `30000000-0000-4000-8000-${String(count).padStart(12, "0")}`,
    conversation: where.id,
    author: from.userId,
    authorName: from.name,
    ...(from.picture ? { authorPicture: from.picture } : {}),
    mine: from.userId === ME,
    at: at(clock, daysAgo) + count,
    position: count,
    content: typeof content === "string" ? { kind: "text", text: content, mentions: [] } : content,
    encrypted: true,
    ...(from.userId === ME ? { tick: "read" as const } : {}),
    pinned: false,
    mentionsMe: false,
    ...rest,
  };
}

function file(
  name: string,
  type: string,
  size: number,
  state: "remote" | "loading" | "here" | "gone" | "uploading" | "failed" = "here",
  progress?: number,
) {
  return { name, type, size, state, ...(progress === undefined ? {} : { progress }) };
}

const wave = Array.from({ length: 60 }, (_, n) => 0.15 + 0.7 * Math.abs(Math.sin(n * 0.7) * Math.cos(n * 0.23)));
const BLUR = "LKN]Rv%2Tw=w]~RBVZRi};RPxuwH";

export function photo(
  name: string,
  more: { caption?: string; width?: number; height?: number; state?: "here" | "remote" | "gone" } = {},
): Content {
  const { caption, width = 400, height = 300, state = "here" } = more;
  return {
    kind: "picture",
    file: file(name, "image/svg+xml", 100_000, state),
    width,
    height,
    preview: BLUR,
    ...(caption ? { caption } : {}),
  };
}

const first = message(mara, "08:14", "Morning! The new starter doubled overnight 🎉", { daysAgo: 1 });
const recipe = message(juno, "08:16", {
  kind: "text",
  text: "Yes! @70001088 wanted to help, and the recipe is here: https://linden.example/rye-with-seeds",
  mentions: [{ number: "70001088", userId: ilyas.userId, name: "Ilyas" }],
}, { daysAgo: 1 });
const butter = message(juno, "09:36", "I have butter, salt and about 8 kg of rye.", { tick: "delivered" });

export const unread = message(mara, "09:20", {
  kind: "card",
  title: "Winter box, week 49",
  description: "Two rye, one brioche, a jar of plum jam. Order until Thursday noon.",
  cover: picture("street"),
  action: "",
  buttons: [{ label: "Order", color: "#c2562d", action: "input:order" }, {
    label: "What's inside",
    color: "#3f6fb0",
    action: "https://linden.example/box",
  }],
  shareable: true,
});

export const messages: readonly Message[] = [
  first,
  message(mara, "08:14", "Should we try the rye on Thursday?", { daysAgo: 1 }),
  recipe,
  message(mara, "08:19", "He is free from six. I already asked him.", {
    daysAgo: 1,
    quote: {
      message: recipe.id,
      authorName: "Juno",
      mine: true,
      kind: "text",
      text: "Yes! @Ilyas wanted to help, and the recipe is here…",
      gone: false,
    },
  }),
  message(mara, "08:20", {
    kind: "system",
    event: { what: "disappearing", by: { userId: mara.userId, name: "Mara" }, value: String(7 * DAY) },
  }, { daysAgo: 1 }),
  message(juno, "08:30", { kind: "file", file: file("Price list winter.pdf", "application/pdf", 2_400_000) }, {
    daysAgo: 1,
  }),
  message(juno, "08:31", {
    kind: "file",
    file: file("Oven plan.zip", "application/zip", 18_200_000, "uploading", 0.62),
  }, { daysAgo: 1, tick: "sending" }),
  message(mara, "08:40", { kind: "file", file: file("Rota December.ods", "application/ods", 48_000, "remote") }, {
    daysAgo: 1,
  }),
  message(
    mara,
    "08:41",
    photo("loaf", { caption: "First test loaf. The crumb is still a bit tight, but the crust sings." }),
    { daysAgo: 1 },
  ),
  ...["garden", "lake", "street", "flour", "oven", "loaf", "lake", "garden", "flour"].map((name) =>
    message(juno, "08:52", photo(name), { daysAgo: 1 })
  ),
  message(mara, "08:58", {
    kind: "voice",
    file: file("voice", "audio/ogg", 50_000),
    duration: 37_000,
    wave,
    heard: false,
  }, { daysAgo: 1 }),
  message(mara, "09:02", {
    kind: "video",
    file: file("oven.mp4", "video/mp4", 6_800_000, "remote"),
    width: 640,
    height: 360,
    duration: 21_000,
    preview: BLUR,
  }, { daysAgo: 1 }),
  message(juno, "09:03", { kind: "sticker", sticker: "s", picture: picture("kettle"), width: 160, height: 160 }, {
    daysAgo: 1,
  }),
  message(mara, "09:05", { kind: "contact", person: odile }, { daysAgo: 1 }),
  message(mara, "09:06", {
    kind: "place",
    latitude: 51.05,
    longitude: 3.72,
    name: "Mill Lane market",
    address: "Mill Lane 4, stall 12 by the fountain",
  }, { daysAgo: 1 }),
  message(juno, "09:10", {
    kind: "post",
    markdown:
      "# Rye with seeds\n\nMakes **two loaves**. Start the evening before.\n\n1. Soak 120 g of seeds in `180 g` of warm water\n2. Mix, rest 40 minutes, fold twice\n3. Bake at 240 °C, then 25 minutes at 210 °C\n\n> Twice the water you think it needs.\n\n| Flour | g |\n|---|---|\n| Rye | 800 |\n| Wheat | 200 |\n\n<script>alert(1)</script>\n\n[a link](https://linden.example) and [a bad one](javascript:alert(1))",
  }, { daysAgo: 1 }),
  message(mara, "09:12", {
    kind: "transcript",
    count: 6,
    lines: [
      { name: "Theo", text: "can somebody take Tuesday?", at: at("18:00", 2) },
      { name: "Wren", text: "I can, if I get Friday", at: at("18:01", 2) },
      { name: "Theo", text: "deal, swapped", at: at("18:02", 2) },
    ],
  }, { daysAgo: 1 }),
  message(juno, "09:15", {
    kind: "system",
    event: { what: "pinned", by: { userId: ME, name: "Juno" }, value: "Flour order closes Thursday at noon" },
  }, { daysAgo: 1 }),
  unread,
  message(mara, "09:21", {
    kind: "buttons",
    buttons: [
      { label: "I'm in", color: "#2a8a57", action: "input:in" },
      { label: "Not this week", color: "#c2562d", action: "input:out" },
    ],
  }),
  message(mara, "09:24", {
    kind: "payment",
    snapshot: "40000000-0000-4000-8000-000000000001",
    money: { asset: "a", symbol: "EUR", amount: "12.50" },
    balance: "40.10",
    memo: "flour share",
  }),
  message(mara, "09:26", { kind: "recalled" }),
  message(mara, "09:28", "Sent from the old tablet in the shop, so this one isn't encrypted.", { encrypted: false }),
  message(mara, "09:29", { kind: "undecryptable" }),
  message(mara, "09:30", { kind: "unknown", category: "SIGNAL_HOLOGRAM", size: 4_200 }),
  message(mara, "09:30", photo("flour", { state: "gone" })),
  message(mara, "09:31", { kind: "call", outcome: "missed" }),
  message(juno, "09:36", "Sorry, my hands were in dough. What do we still need for Saturday?"),
  butter,
  message(mara, "09:40", "Then only seeds, and somebody with a car 🚗", {
    quote: {
      message: butter.id,
      authorName: "Juno",
      mine: true,
      kind: "text",
      text: "I have butter, salt and about 8 kg of rye.",
      gone: false,
    },
  }),
  message(juno, "09:41", "Noor lends us hers. I'll ask at the roof meeting.", { tick: "sent" }),
  message(juno, "09:41", "And I'll bring the long peel.", {
    tick: "failed",
    failure: { code: "refused", status: 500, reason: "try later" },
  }),
  message(mara, "09:41", "Then I'll bring both tins."),
];

export const groupMessages: readonly Message[] = [
  message(theo, "09:00", { kind: "system", event: { what: "created", by: { userId: theo.userId, name: "Theo" } } }, {
    in: garden,
    daysAgo: 1,
  }),
  message(imke, "09:00", { kind: "system", event: { what: "joined", by: { userId: imke.userId, name: "Imke" } } }, {
    in: garden,
    daysAgo: 1,
  }),
  message(theo, "09:02", "Frost tonight. Can somebody bring the lemon trees in?", { in: garden }),
  message(theo, "09:02", "They're heavy, so two people please.", { in: garden }),
  message(wren, "09:05", "I can at five. Need one more pair of hands.", {
    in: garden,
    quote: {
      message: "x",
      authorName: "Theo",
      mine: false,
      kind: "text",
      text: "Frost tonight. Can somebody bring the lemon trees in?",
      gone: false,
    },
  }),
  message(juno, "09:07", {
    kind: "text",
    text: "I'm in. Meet at the stairs, @70002045?",
    mentions: [{ number: "70002045", userId: wren.userId, name: "Wren" }],
  }, { in: garden }),
  message(
    imke,
    "09:12",
    photo("garden", {
      caption: "Last tomatoes! There is a bowl on the kitchen table, help yourselves.",
      width: 640,
      height: 400,
    }),
    { in: garden },
  ),
  message(theo, "09:20", {
    kind: "system",
    event: {
      what: "role",
      by: { userId: theo.userId, name: "Theo" },
      whom: { userId: noor.userId, name: "Noor" },
      value: "admin",
    },
  }, { in: garden }),
  message(noor, "09:36", "The fleece for the beds is in the shed, but it's locked.", { in: garden }),
  message(noor, "09:38", {
    kind: "text",
    text: "@70001102 who has the key to the shed?",
    mentions: [{ number: "70001102", userId: ME, name: "Juno" }],
  }, { in: garden, mentionsMe: true }),
  message(timer, "09:38", "It will be −2 °C at 04:00.", { in: garden, encrypted: false }),
  message(rtl, "09:39", "صباح الخير، سأحضر الخبز", { in: garden }),
  message(hostile, "09:40", "<script>alert(1)</script> " + "a".repeat(120), { in: garden }),
];

const botMessages: readonly Message[] = [
  message(juno, "09:26", "order", { in: withShop, encrypted: false }),
  message(shop, "09:26", {
    kind: "card",
    title: "Rye with seeds",
    description: "800 g, baked this morning. 14 left for today.",
    cover: picture("loaf"),
    action: "",
    buttons: [{ label: "Add, 5.20", color: "", action: "input:add" }, {
      label: "Details",
      color: "",
      action: "https://linden.example/rye",
    }],
    shareable: false,
  }, { in: withShop, encrypted: false }),
  message(shop, "09:26", "When would you like to pick it up?", { in: withShop, encrypted: false }),
  message(shop, "09:26", {
    kind: "buttons",
    buttons: ["12:00", "15:30", "18:00"].map((label) => ({ label, color: "#2a8a57", action: "input:" + label })),
  }, { in: withShop, encrypted: false }),
  message(juno, "09:27", "15:30", { in: withShop, encrypted: false }),
  message(shop, "09:27", {
    kind: "payment",
    snapshot: "4",
    money: { asset: "a", symbol: "EUR", amount: "-10.40" },
    memo: "order 4417",
  }, { in: withShop, encrypted: false }),
  message(shop, "09:30", "Order `4417` is confirmed: 2 × Rye with seeds, today at 15:30.", {
    in: withShop,
    encrypted: false,
  }),
  message(shop, "09:30", "Your order is ready for pick-up. Show this number at the counter.", {
    in: withShop,
    encrypted: false,
  }),
];

function placed(all: readonly Message[]): readonly Message[] {
  return all.map((one, position) => ({ ...one, position }));
}

export const byConversation: { readonly [id: string]: readonly Message[] } = {
  [withMara.id]: placed(messages),
  [garden.id]: placed(groupMessages),
  [withShop.id]: placed(botMessages),
};

export const members: readonly Member[] = [
  { person: theo, role: "owner", since: at("09:00", 40) },
  { person: noor, role: "admin", since: at("09:00", 40) },
  { person: juno, role: "member", since: at("09:00", 40) },
  { person: wren, role: "member", since: at("09:00", 30) },
  { person: imke, role: "member", since: at("09:00", 0) },
  { person: ilyas, role: "member", since: at("09:00", 30) },
  { person: mara, role: "member", since: at("09:00", 30) },
  { person: timer, role: "member", since: at("09:00", 3) },
];

export const devices: readonly Device[] = [
  { sessionId: "s", name: "Firefox on Linux", current: true, lastSeen: NOW },
  { sessionId: "p", name: "Juno's phone", current: false, lastSeen: NOW - 12 * 60_000 },
  { sessionId: "b", name: "Bakery counter", current: false, lastSeen: NOW - 41 * DAY },
];

export const holdings: readonly Holding[] = [
  { asset: "eur", symbol: "EUR", name: "Euro", balance: "140.10", precision: 2 },
  { asset: "bread", symbol: "BREAD", name: "Bread stamps", balance: "12", precision: 0 },
];
export const snapshots: readonly SnapshotLine[] = [
  {
    snapshot: "1",
    money: { asset: "eur", symbol: "EUR", amount: "12.50" },
    at: at("09:24"),
    other: mara,
    memo: "flour share",
    balance: "140.10",
  },
  {
    snapshot: "2",
    money: { asset: "eur", symbol: "EUR", amount: "-10.40" },
    at: at("09:27"),
    other: shop,
    memo: "order 4417",
    balance: "127.60",
  },
];
export const albums: readonly Album[] = [
  {
    id: "mine",
    name: "Mine",
    mine: true,
    stickers: Array.from(
      { length: 7 },
      (_, n) => ({ id: "k" + n, name: "kettle", picture: picture("kettle"), width: 160, height: 160 }),
    ),
  },
];
