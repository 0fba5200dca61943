import { createDecipheriv, pbkdf2Sync } from "node:crypto";

const ITERATIONS = 1_000_000;
const KEY_BYTES = 32;
const TAG_BYTES = 16;
const form = /^v1:([A-Za-z0-9+/=]+):v1:([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)$/;

/**
 * Whether a passphrase opens what stands beside a salt of the engine's. The engine puts a known word there, encrypted, so
 * nothing secret is read for this. Takes about half a second.
 * @throws Error for a salt that the engine did not write.
 */
export function opensSalt(salt: string, passphrase: string): boolean {
  const [, random, nonce, sealed] = form.exec(salt) ?? [];
  if (random === undefined || nonce === undefined || sealed === undefined)
    throw new Error(`"${salt.slice(0, 12)}…" is no salt as the engine writes it, "v1:…:v1:…:…"`);
  const key = pbkdf2Sync(passphrase, Buffer.from(random, "base64"), ITERATIONS, KEY_BYTES, "sha256");
  const content = Buffer.from(sealed, "base64");
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
  decipher.setAuthTag(content.subarray(-TAG_BYTES));
  try {
    const word = Buffer.concat([decipher.update(content.subarray(0, -TAG_BYTES)), decipher.final()]);
    return word.toString("utf8") === "pulumi";
  } catch {
    return false;
  }
}
