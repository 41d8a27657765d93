/** Addresses of the page. */
import { deepStrictEqual as equal } from "node:assert";
import { address, entrance, pane, parse, type Route } from "../../src/ui/route.ts";

Deno.test("every place has an address that leads back to it", () => {
  const all: readonly Route[] = [
    { mode: "list", side: false },
    { mode: "list", side: true, conversation: "c1" },
    { mode: "search", side: false, conversation: "c1", message: "m&1" },
    { mode: "settings", side: false, section: "devices" },
  ];
  equal(all.map((one) => parse(address(one))), all);
});

Deno.test("a foreign address leads to the list", () => {
  equal(parse("#show=admin&x=1"), { mode: "list", side: false });
});

Deno.test("a phone shows one pane", () => {
  equal(
    ["", "#c=1", "#c=1&details=1", "#c=1&show=search", "#show=settings", "#show=settings&section=devices"].map((one) =>
      pane(parse(one))
    ),
    [
      "list",
      "main",
      "side",
      "list",
      "list",
      "main",
    ],
  );
});

Deno.test("links lead in: an invitation, a code to sign in with, a group", () => {
  equal(entrance("#join=A%2BB"), { to: "join", code: "A+B" });
  equal(entrance("#sign-in=7000123.99.x"), { to: "sign-in", number: "7000123", code: "99.x" });
  equal(entrance("#code=5e2d"), { to: "code", code: "5e2d" });
  equal([entrance("#sign-in=.1"), entrance("#c=1"), entrance("")], [undefined, undefined, undefined]);
});
