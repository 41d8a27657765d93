import { deepStrictEqual as equal } from "node:assert";
import { Failed } from "../../src/client/failed.ts";
import { Http } from "../../src/client/http.ts";
import { Pauses } from "../../src/client/pauses.ts";

const ended = new AbortController().signal;

function answer(body: unknown, headers: Record<string, string> = {}, status = 200): Response {
  return new Response(typeof body === "string" ? body : JSON.stringify(body), { status, headers });
}

function http(answers: readonly (() => Response)[], tokens: number[] = []): Http {
  const left = [...answers];
  const fetch = () => {
    const next = left.shift();
    return next === undefined ? Promise.reject(new TypeError("no network")) : Promise.resolve(next());
  };
  const sign = (_method: string, _target: string, _body: unknown, now: number) => {
    tokens.push(now);
    return Promise.resolve("token");
  };
  return new Http("https://chat.example.org", sign, fetch as typeof globalThis.fetch, ended);
}

async function failure(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call;
  } catch (e) {
    return e instanceof Failed ? e.failure : e;
  }
}

Deno.test("a clock that is hours off ends no session: the call is made again with the server's time", async () => {
  const hourAhead = (Date.now() + 3_600_000) + "000000";
  const refusal = {
    error: { status: 202, code: 401, description: "no", extra: { reason: "the token is of another time" } },
  };
  const tokens: number[] = [];
  const calls = http([
    () => answer(refusal, { "X-Server-Time": hourAhead }),
    () => answer({ data: "yes" }, { "X-Server-Time": hourAhead }),
  ], tokens);

  equal(await calls.get("/me"), "yes");
  equal(tokens.length, 2);
  equal(Math.abs(tokens[1]! - tokens[0]! - 3_600_000) < 10_000, true);
});

Deno.test("a session that the server has ended is ended, when the clock was right", async () => {
  const refusal = { error: { status: 202, code: 401, description: "no", extra: { reason: "the session has ended" } } };
  equal(await failure(http([() => answer(refusal)]).get("/me")), {
    code: "ended",
    status: 401,
    reason: "the session has ended",
  });
});

Deno.test("each way not to be answered has its own code", async () => {
  const refusal = (code: number) => () =>
    answer({ error: { status: 202, code, description: "d", extra: { reason: "because", field: "name" } } });
  equal(await failure(http([]).get("/")), { code: "unreachable" });
  equal(await failure(http([() => answer("<html>", {}, 502)]).get("/")), { code: "unreachable" });
  equal(await failure(http([() => answer("<html>")]).get("/")), { code: "broken", reason: "an answer without JSON" });
  equal(await failure(http([refusal(20119)]).get("/")), {
    code: "pin-wrong",
    status: 20119,
    reason: "because",
    field: "name",
  });
  equal(await failure(http([refusal(10002)]).get("/")), {
    code: "refused",
    status: 10002,
    reason: "because",
    field: "name",
  });
  equal(await failure(http([() => answer("x".repeat(17 << 20))]).get("/")), { code: "too-large" });
});

Deno.test("pauses double up to the longest one, are shortened by a half at most, and begin anew", () => {
  const full = new Pauses(1_000, 30_000, () => 0);
  equal(Array.from({ length: 7 }, () => full.next()), [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  full.reset();
  equal(full.next(), 1_000);
  equal(new Pauses(1_000, 30_000, () => 1).next(), 500);
  equal(full.next(60_000), 60_000);
});
