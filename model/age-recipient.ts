import { InvalidQuantity } from "./quantities/invalid-quantity.ts";

const form = 'one as "age-keygen" prints it: "age1" and 58 letters and digits';

/** A public key of age (X25519): what is encrypted to it opens with the identity that it was made with, and no other. */
export class AgeRecipient {
  readonly text: string;
  readonly #point: Uint8Array;

  private constructor(text: string, point: Uint8Array) {
    this.text = text;
    this.#point = point;
  }

  /** @throws InvalidQuantity when it is none, or a mistyped one. A secret key is not shown. */
  static parse(text: string): AgeRecipient {
    if (/age-secret-key-/i.test(text))
      throw new InvalidQuantity("public key of age", "AGE-SECRET-KEY-…", `${form}, and make a new pair`);
    const point = text === text.toLowerCase() ? bech32Content("age", text) : undefined;
    if (point?.length !== 32) throw new InvalidQuantity("public key of age", text, form);
    return new AgeRecipient(text, point);
  }

  /**
   * Whether somebody holds its identity. The points 0 and 1 belong to nobody, and age encrypts nothing to them: they hold
   * the place of a key that is still to be made.
   */
  get made(): boolean {
    return this.#point.some((byte, index) => byte > (index === 0 ? 1 : 0));
  }

  toString(): string {
    return this.text;
  }
}

const letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const checksumLength = 6;

/** The bytes of a text in Bech32 (BIP 173); nothing when its beginning, its letters or its checksum are wrong. */
function bech32Content(prefix: string, text: string): Uint8Array | undefined {
  if (!text.startsWith(`${prefix}1`)) return undefined;
  const digits = Array.from(text.slice(prefix.length + 1), (letter) => letters.indexOf(letter));
  const codes = Array.from(prefix, (letter) => letter.charCodeAt(0));
  const whole = [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31), ...digits];
  if (digits.includes(-1) || digits.length < checksumLength || remainder(whole) !== 1) return undefined;
  return bytesOf(digits.slice(0, -checksumLength));
}

const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

const remainder = (digits: readonly number[]): number =>
  digits.reduce((sum, digit) => {
    const top = sum >>> 25;
    const shifted = ((sum & 0x1ffffff) << 5) ^ digit;
    return generators.reduce((mixed, each, bit) => ((top >> bit) & 1 ? mixed ^ each : mixed), shifted);
  }, 1);

/** Five bits each, read as bytes; what is left over must be less than a digit, and zero. */
function bytesOf(digits: readonly number[]): Uint8Array | undefined {
  const bits = digits.map((digit) => digit.toString(2).padStart(5, "0")).join("");
  const length = Math.floor(bits.length / 8);
  const rest = bits.slice(length * 8);
  if (rest.length >= 5 || rest.includes("1")) return undefined;
  return Uint8Array.from({ length }, (_, index) => Number.parseInt(bits.slice(index * 8, index * 8 + 8), 2));
}
