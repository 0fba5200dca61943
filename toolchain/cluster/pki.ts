import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { SetupError } from "../steps/step.ts";
import type { Certificate, CertificateRequest } from "./program.ts";

const VALID_DAYS = 365;
const KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc"];

/** The machine's openssl.cnf would add extensions of its own. */
const CONFIGURATION = "[req]\ndistinguished_name = subject\n[subject]\n";

const execute = promisify(execFile);

/** A certificate authority and what it has signed: `<folder>/<name>.crt` and `.key`, readable by their owner only. */
export interface Authority extends Certificate {
  readonly folder: string;
}

/** Makes an authority with a key of its own. */
export async function makeAuthority(folder: string, name: string): Promise<Authority> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, "openssl.cnf"), CONFIGURATION);
  const extensions = [
    "basicConstraints=critical,CA:TRUE",
    "keyUsage=critical,digitalSignature,keyCertSign,cRLSign",
    "subjectKeyIdentifier=hash",
  ];
  const made = await certify(folder, name, `/CN=slipway-${name}`, extensions, []);
  return { ...made, folder };
}

/** Makes a key and a certificate for it, signed by the authority; valid for a year. */
export async function issueCertificate(
  authority: Authority,
  { name, commonName, organizations = [], hosts = [] }: CertificateRequest,
): Promise<Certificate> {
  const subject = [...organizations.map((value) => `/O=${value}`), `/CN=${commonName}`].join("");
  const alternatives = hosts.map((host) => `${isIP(host) === 0 ? "DNS" : "IP"}:${host}`);
  const extensions = [
    "basicConstraints=critical,CA:FALSE",
    "keyUsage=critical,digitalSignature",
    `extendedKeyUsage=clientAuth${hosts.length > 0 ? ",serverAuth" : ""}`,
    "authorityKeyIdentifier=keyid",
    ...(hosts.length > 0 ? [`subjectAltName=${alternatives.join(",")}`] : []),
  ];
  const signer = ["-CA", authority.certificate, "-CAkey", authority.key];
  return certify(authority.folder, name, subject, extensions, signer);
}

/** The pair that service-account tokens are signed and verified with. */
export function makeSigningKey(
  folder: string,
  name: string,
): { readonly key: string; readonly publicKey: string } {
  const pair = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const key = join(folder, `${name}.key`);
  const publicKey = join(folder, `${name}.pub`);
  writeFileSync(key, pair.privateKey, { mode: 0o600 });
  writeFileSync(publicKey, pair.publicKey);
  return { key, publicKey };
}

async function certify(
  folder: string,
  name: string,
  subject: string,
  extensions: readonly string[],
  signer: readonly string[],
): Promise<Certificate> {
  const certificate = join(folder, `${name}.crt`);
  const key = join(folder, `${name}.key`);
  const extended = extensions.flatMap((extension) => ["-addext", extension]);
  const request = [
    "req",
    "-x509",
    "-config",
    join(folder, "openssl.cnf"),
    ...KEY,
    "-days",
    String(VALID_DAYS),
  ];
  const output = ["-subj", subject, "-keyout", key, "-out", certificate];
  try {
    await execute("openssl", [...request, ...signer, ...extended, ...output]);
  } catch (error) {
    throw new SetupError(
      `openssl did not make the certificate "${name}": ${String((error as { stderr?: string }).stderr)}` +
        "It takes OpenSSL 3.0 or newer on PATH.",
    );
  }
  return { certificate, key };
}
