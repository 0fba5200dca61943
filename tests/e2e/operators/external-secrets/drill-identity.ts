import { createHash, createPrivateKey, createPublicKey } from "node:crypto";

/** A pair of age's keys (X25519). */
export interface AgePair {
  readonly identity: string;
  readonly recipient: string;
}

/** What RFC 8410 puts before the 32 bytes of a private key of X25519. */
const header = Buffer.from("302e020100300506032b656e04220420", "hex");
const keyBytes = 32;

/**
 * A pair that a name gives again, so that the process which fills the stores and the one which configures the stacks come to
 * the same. What it opens is made up.
 */
export function madeUpPair(name: string): AgePair {
  const secret = createHash("sha256").update(`made up for tests: ${name}`).digest();
  const privateKey = createPrivateKey({
    key: Buffer.concat([header, secret]),
    format: "der",
    type: "pkcs8",
  });
  const point = createPublicKey(privateKey).export({ format: "der", type: "spki" }).subarray(-keyBytes);
  return {
    identity: bech32("age-secret-key-", secret).toUpperCase(),
    recipient: bech32("age", point),
  };
}

const letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** The Bech32 form (BIP 173) of 32 bytes, as age writes its keys. */
function bech32(prefix: string, content: Buffer): string {
  const bits = [...content].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const digits = (bits.match(/.{1,5}/g) ?? []).map((five) => Number.parseInt(five.padEnd(5, "0"), 2));
  const codes = Array.from(prefix, (letter) => letter.charCodeAt(0));
  const whole = [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31), ...digits];
  const sum = remainder([...whole, 0, 0, 0, 0, 0, 0]) ^ 1;
  const checksum = [25, 20, 15, 10, 5, 0].map((shift) => (sum >> shift) & 31);
  return `${prefix}1${[...digits, ...checksum].map((digit) => letters[digit]).join("")}`;
}

const remainder = (digits: readonly number[]): number =>
  digits.reduce((sum, digit) => {
    const top = sum >>> 25;
    const shifted = ((sum & 0x1ffffff) << 5) ^ digit;
    return generators.reduce((mixed, each, bit) => ((top >> bit) & 1 ? mixed ^ each : mixed), shifted);
  }, 1);
