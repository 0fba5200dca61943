import { createCipheriv, pbkdf2Sync, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { opensSalt } from "../../../toolchain/engine/passphrase-salt.ts";
import { passphraseVerdict } from "../../../tools/live/passphrase-verdict.ts";
import { givenPassphrases, SHORTEST_PASSPHRASE } from "../../../tools/live/passphrases.ts";
import { openedBy, saltOfFile, saltOfState } from "../../../tools/live/stack-encryption.ts";

const old = randomBytes(24).toString("base64url");
const next = randomBytes(24).toString("base64url");

/** As the engine writes it: a known word, encrypted. */
function saltOf(passphrase: string, word = "pulumi"): string {
  const [salt, nonce] = [randomBytes(8), randomBytes(12)];
  const cipher = createCipheriv("aes-256-gcm", pbkdf2Sync(passphrase, salt, 1_000_000, 32, "sha256"), nonce);
  const sealed = Buffer.concat([cipher.update(word), cipher.final(), cipher.getAuthTag()]);
  return ["v1", salt.toString("base64"), "v1", nonce.toString("base64"), sealed.toString("base64")].join(":");
}

const refused = (environment: NodeJS.ProcessEnv): string => {
  try {
    givenPassphrases(environment);
  } catch (error) {
    return (error as Error).message;
  }
  return "nothing was refused";
};

describe("passphrases that are given", () => {
  test("come from variables, or from files without the line's end", () => {
    expect(givenPassphrases({ PULUMI_CONFIG_PASSPHRASE: old, NEW_PASSPHRASE: next })).toEqual({ old, next });
    const folder = mkdtempSync(join(tmpdir(), "slipway-passphrases-"));
    try {
      const [oldFile, newFile] = [join(folder, "old"), join(folder, "new")];
      writeFileSync(oldFile, `${old}\n`);
      writeFileSync(newFile, `${next}\n`);
      const files = { PULUMI_CONFIG_PASSPHRASE_FILE: oldFile, NEW_PASSPHRASE_FILE: newFile };
      expect(givenPassphrases(files)).toEqual({ old, next });
      expect(givenPassphrases({ ...files, NEW_PASSPHRASE: `${next}-` }).next).toBe(`${next}-`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("may be empty so far, and not from now on", () => {
    expect(givenPassphrases({ PULUMI_CONFIG_PASSPHRASE: "", NEW_PASSPHRASE: next }).old).toBe("");
    expect(refused({ PULUMI_CONFIG_PASSPHRASE: old, NEW_PASSPHRASE: "" })).toContain("has 0 characters");
  });

  test("that are missing are named together", () => {
    const message = refused({ NEW_PASSPHRASE_FILE: "/nowhere/at-all" });
    expect(message).toContain("set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE");
    expect(message).toContain("NEW_PASSPHRASE_FILE: ENOENT");
  });

  test.each([
    ["that is short", "x".repeat(SHORTEST_PASSPHRASE - 1), "has 19 characters"],
    ["of two lines", `${next}\n${next}`, "must be one line"],
    ["with a blank at its end", `${next} `, "must be one line"],
    ["that is the old one", old, "is the old one"],
  ])("a new one %s is refused, and not printed", (_, given, why) => {
    const message = refused({ PULUMI_CONFIG_PASSPHRASE: old, NEW_PASSPHRASE: given });
    expect(message).toContain(why);
    expect(message).not.toContain(given.trim());
  });
});

describe("what a passphrase opens", () => {
  test("is told by the salt beside it", () => {
    expect(opensSalt(saltOf(old), old)).toBe(true);
    expect(opensSalt(saltOf(old), next)).toBe(false);
    expect(opensSalt(saltOf(old, "another"), old)).toBe(false);
    expect(() => opensSalt("v2:abc", old)).toThrow(/is no salt as the engine writes it/);
  });

  test("is found in a stack's file and in its state, and nothing where nothing is encrypted", () => {
    const salt = saltOf(next);
    const state = (providers?: object): string =>
      JSON.stringify({ version: 3, deployment: { secrets_providers: providers } });
    expect(saltOfFile(`# ours\nencryptionsalt: ${salt}\nconfig: {}\n`, "Pulumi.staging.yaml")).toBe(salt);
    expect(saltOfFile("", "Pulumi.dev.yaml")).toBeUndefined();
    expect(saltOfState(state({ type: "passphrase", state: { salt } }))).toBe(salt);
    expect(saltOfState(state())).toBeUndefined();
    expect(saltOfState('{"version":3,"deployment":null}')).toBeUndefined();
    const given = { old, next };
    expect([openedBy(salt, given), openedBy(undefined, given)]).toEqual(["new", "either"]);
    expect(openedBy(saltOf(`${old}-`), given)).toBe("neither");
  });

  test("is nothing where a KMS or Pulumi Cloud encrypts, which is said", () => {
    expect(() => saltOfFile("secretsprovider: gcpkms://projects/p\n", "Pulumi.staging.yaml")).toThrow(
      'Pulumi.staging.yaml is encrypted by "gcpkms://projects/p"',
    );
    const state = { deployment: { secrets_providers: { type: "service", state: {} } } };
    expect(() => saltOfState(JSON.stringify(state))).toThrow('The state is encrypted by "service"');
  });
});

describe("what is done about a passphrase", () => {
  test.each([
    ["old", "old", "rotate"],
    ["either", "either", "rotate"],
    ["old", "either", "rotate"],
    ["either", "old", "rotate"],
    ["new", "new", "done"],
    ["new", "either", "done"],
    ["either", "new", "done"],
    ["new", "old", "half"],
    ["old", "new", "stale-file"],
    ["neither", "new", "locked"],
    ["old", "neither", "locked"],
  ] as const)("the file opens with %s, the state with %s: %s", (file, state, verdict) => {
    expect(passphraseVerdict(file, state)).toBe(verdict);
  });
});
