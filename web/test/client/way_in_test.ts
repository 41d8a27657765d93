import { deepStrictEqual as equal } from "node:assert";
import { failureOf } from "../../src/client/failed.ts";
import { WayIn } from "../../src/client/wayIn.ts";
import type { Surroundings } from "../../src/client/surroundings.ts";

const ORIGIN = "https://chat.example.org";

function wayIn(answer: unknown): WayIn {
  const fetch = () => Promise.resolve(new Response(JSON.stringify(answer)));
  return new WayIn({ origin: ORIGIN, fetch } as unknown as Surroundings);
}

function refusal(code: number): unknown {
  return { error: { status: 202, code, description: "no", extra: { reason: "because of it" } } };
}

Deno.test("an invitation says who invites, with a picture from our own server alone", async () => {
  const data = {
    server_name: "Linden",
    inviter_name: "Mara",
    inviter_avatar_url: "https://other.example.org/portraits/a.png",
    expired_at: "2026-12-08T00:00:00Z",
  };

  equal(await wayIn({ data }).invitation("code"), {
    server: "Linden",
    inviter: "Mara",
    inviterPicture: ORIGIN + "/portraits/a.png",
  });
  equal(
    await wayIn({ data: { server_name: "Linden", inviter_avatar_url: "javascript:alert(1)" } }).invitation("code"),
    {
      server: "Linden",
    },
  );
});

Deno.test("each invitation that is not taken has its own code", async () => {
  for (
    const [status, code] of [[404, "invitation-unknown"], [20192, "invitation-used"], [
      20193,
      "invitation-ended",
    ]] as const
  ) {
    equal(await wayIn(refusal(status)).invitation("code").catch((e) => failureOf(e).code), code);
    equal(await wayIn(refusal(status)).join("code", "Juno").catch((e) => failureOf(e).code), code);
  }
});

Deno.test("a code that is not right, and an identity that is not one, sign nobody in", async () => {
  equal(await wayIn(refusal(20113)).signIn("10001", "1234").catch((e) => failureOf(e).code), "code-wrong");
  equal(await wayIn({}).signIn("10001", "1234.AAAA").catch((e) => failureOf(e).code), "code-wrong");
});
