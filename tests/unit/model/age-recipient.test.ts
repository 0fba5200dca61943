import fc from "fast-check";
import { expect, test } from "vitest";
import { AgeRecipient } from "../../../model/age-recipient.ts";
import { madeUpPair } from "../../e2e/operators/external-secrets/drill-identity.ts";

// As age-keygen printed it.
const made = "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa";

test("a public key of age is read as it is written", () => {
  expect(AgeRecipient.parse(made).text).toBe(made);
  expect(AgeRecipient.parse(made).made).toBe(true);
});

test("every key that can be made is read", () => {
  fc.assert(
    fc.property(fc.string(), (name) => AgeRecipient.parse(madeUpPair(name).recipient).made),
    { numRuns: 50 },
  );
});

test("any one letter that is mistyped is found", () => {
  const letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  fc.assert(
    fc.property(fc.integer({ min: 4, max: made.length - 1 }), fc.nat({ max: 31 }), (at, which) => {
      fc.pre(made[at] !== letters[which]);
      const mistyped = `${made.slice(0, at)}${letters[which] ?? ""}${made.slice(at + 1)}`;
      expect(() => AgeRecipient.parse(mistyped)).toThrow("is not a public key of age");
    }),
  );
});

test.each([
  "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z",
  "age1qyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqj7vrya",
])("%s holds the place of a key, and nobody has its identity", (text) => {
  expect(AgeRecipient.parse(text).made).toBe(false);
});

test.each(["", "age1", made.toUpperCase(), `${made}q`, made.slice(0, -1), ` ${made}`, "ssh-ed25519 AAAA"])(
  "%j is none",
  (text) => {
    expect(() => AgeRecipient.parse(text)).toThrow(
      `${JSON.stringify(text)} is not a public key of age; write one as "age-keygen" prints it`,
    );
  },
);

test("a secret key is refused and not shown", () => {
  const { identity } = madeUpPair("canary");
  for (const given of [identity, identity.toLowerCase(), `# note\n${identity}`]) {
    const refused = (): unknown => AgeRecipient.parse(given);
    expect(refused).toThrow("and make a new pair");
    expect(refused).not.toThrow(identity.slice(20, 40));
    expect(refused).not.toThrow(identity.slice(20, 40).toLowerCase());
  }
});
