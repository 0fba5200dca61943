import { describe, expect, test } from "vitest";
import {
  asSecret,
  isSecret,
  UNKNOWN,
  type Properties,
} from "../../../toolchain/plugins/protocol/property-value.ts";
import { characterRules } from "../../../toolchain/plugins/random/character-rules.ts";
import { randomCharacters, SPECIAL_CHARACTERS } from "../../../toolchain/plugins/random/characters.ts";
import { checkRandom, diffRandom, randomProvider } from "../../../toolchain/plugins/random/provider.ts";

const PASSWORD = "random:index/randomPassword:RandomPassword";
const identity = (type: string) => ({ urn: `urn:pulumi:dev::slipway::${type}::it`, type, name: "it" });
const provider = randomProvider("4.21.2");
const create = (type: string, inputs: Properties) =>
  provider.create(identity(type), inputs, { timeoutSeconds: 0 });
const reasons = (type: string, inputs: Properties) =>
  checkRandom({ type, inputs }).failures.map(({ property, reason }) => `${property}: ${reason}`);
const generate = (inputs: Properties) => randomCharacters(characterRules(inputs));

describe("characters", () => {
  test("are as many as asked for, and never the same twice", () => {
    const texts = Array.from({ length: 50 }, () => generate({ length: 24 }));
    expect(new Set(texts).size).toBe(50);
    for (const text of texts) expect(text).toHaveLength(24);
  });

  test("come only from the allowed sets", () => {
    expect(generate({ length: 200, special: false })).toMatch(/^[A-Za-z0-9]+$/);
    expect(generate({ length: 200, special: false, upper: false, numeric: false })).toMatch(/^[a-z]+$/);
    expect(generate({ length: 200, lower: false, upper: false, special: false })).toMatch(/^[0-9]+$/);
    const special = generate({ length: 200, lower: false, upper: false, numeric: false });
    for (const character of special) expect(SPECIAL_CHARACTERS).toContain(character);
  });

  test("are special from the program's own set", () => {
    expect(generate({ length: 200, overrideSpecial: "_-" })).toMatch(/^[A-Za-z0-9_-]+$/);
  });

  test("keep every minimum", () => {
    for (let round = 0; round < 50; round += 1) {
      const text = generate({ length: 8, minLower: 2, minUpper: 2, minNumeric: 2, minSpecial: 2 });
      expect(text.match(/[a-z]/g)).toHaveLength(2);
      expect(text.match(/[A-Z]/g)).toHaveLength(2);
      expect(text.match(/[0-9]/g)).toHaveLength(2);
    }
  });

  test("do not put the required ones first", () => {
    const firsts = Array.from(
      { length: 100 },
      () => generate({ length: 10, minNumeric: 5, special: false })[0] ?? "",
    );
    expect(firsts.some((first) => /[A-Za-z]/.test(first))).toBe(true);
  });
});

describe("check", () => {
  test("names what no text can keep", () => {
    expect(reasons(PASSWORD, {})[0]).toContain("length: it is missing");
    expect(reasons(PASSWORD, { length: 0 })[0]).toContain("0 is not a whole number of 1 or more");
    expect(reasons(PASSWORD, { length: 3, minLower: 2, minUpper: 2 })[0]).toContain("3 is less than the 4");
    expect(reasons(PASSWORD, { length: 3, minLower: -1 })[0]).toContain("minLower");
    const none = { length: 3, lower: false, upper: false, numeric: false, special: false };
    expect(reasons(PASSWORD, none)[0]).toContain("no character is allowed");
  });

  test("passes what it can keep, and what it cannot know yet", () => {
    expect(reasons(PASSWORD, { length: 20 })).toEqual([]);
    expect(reasons(PASSWORD, { length: UNKNOWN })).toEqual([]);
    expect(reasons(PASSWORD, { length: asSecret(20) })).toEqual([]);
  });

  test("says which resources there are", () => {
    expect(reasons("random:index/randomPet:RandomPet", {})[0]).toContain("RandomPassword");
  });
});

describe("resources", () => {
  test("a password is secret, in its state too", async () => {
    const { id, state } = await create(PASSWORD, { length: 20 });
    expect(id).toBe("none");
    expect(isSecret(state["result"])).toBe(true);
    expect(state["length"]).toBe(20);
  });

  test("an id says the same bytes in each of its spellings", async () => {
    const { id, state } = await create("random:index/randomId:RandomId", { byteLength: 8, prefix: "p-" });
    const bytes = Buffer.from(id, "base64url");
    expect(bytes).toHaveLength(8);
    expect(state["hex"]).toBe(`p-${bytes.toString("hex")}`);
    expect(state["dec"]).toBe(`p-${BigInt(`0x${bytes.toString("hex")}`).toString()}`);
  });

  test("bytes, a UUID and an integer are what they say", async () => {
    const bytes = await create("random:index/randomBytes:RandomBytes", { length: 16 });
    expect(isSecret(bytes.state["base64"])).toBe(true);
    const uuid = await create("random:index/randomUuid:RandomUuid", {});
    expect(uuid.state["result"]).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    const integer = await create("random:index/randomInteger:RandomInteger", { min: 7, max: 7 });
    expect(integer.state["result"]).toBe(7);
  });

  test("a preview knows none of it", () => {
    expect(provider.previewCreate(identity(PASSWORD), { length: 20 })).toEqual({
      length: 20,
      result: UNKNOWN,
    });
  });
});

describe("diff", () => {
  test("every change replaces, keepers as well", () => {
    const change = (oldInputs: Properties, inputs: Properties) =>
      diffRandom({ oldInputs, oldState: oldInputs, inputs }).differences.map(({ replaces }) => replaces);
    expect(change({ length: 20 }, { length: 20 })).toEqual([]);
    expect(change({ length: 20 }, { length: 21 })).toEqual([true]);
    expect(change({ length: 20, keepers: { a: "1" } }, { length: 20, keepers: { a: "2" } })).toEqual([true]);
  });

  test("what the vendor's plugin notes for itself is no change", () => {
    const old = { length: 20, __defaults: ["lower"] };
    expect(diffRandom({ oldInputs: old, oldState: old, inputs: { length: 20 } }).differences).toEqual([]);
  });
});
