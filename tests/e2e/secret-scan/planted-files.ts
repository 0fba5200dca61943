import { generateKeyPairSync, randomBytes } from "node:crypto";
import { lettersAndDigits, type Planted } from "./planted-secrets.ts";

const harmless = "nothing\n";
const base64 = (bytes: number): string => randomBytes(bytes).toString("base64");
const words = (count: number): string => Array.from({ length: count }, () => lettersAndDigits(5)).join(" ");
const privateKey = (): string =>
  generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();

const kubeconfig = (user: string): string => `apiVersion: v1
kind: Config
users:
  - name: deployer
    user:
      ${user}
`;

const exportedState = (value: string): string =>
  JSON.stringify(
    {
      version: 3,
      deployment: {
        resources: [
          {
            outputs: {
              // What marks a secret in the engine's protocol, as it stands in every state.
              result: { [pulumiSignature]: "1b47061264138c4ac30d75fd1eb44270", plaintext: `"${value}"` },
            },
          },
        ],
      },
    },
    undefined,
    2,
  );

const pulumiSignature = "4dabf18193072939515e22adb298388d";

/** What else leaks, by what is in it: found under a name that says nothing. */
const contents = (): readonly (readonly [what: string, rule: string, text: string])[] => [
  ["a private key", "private-key", privateKey()],
  [
    "a passphrase, for a shell",
    "slipway-passphrase",
    `export PULUMI_CONFIG_PASSPHRASE=${lettersAndDigits(32)}\n`,
  ],
  ["a passphrase of words", "slipway-passphrase", `PULUMI_CONFIG_PASSPHRASE: "${words(6)}"\n`],
  ["a new passphrase", "slipway-passphrase", `NEW_PASSPHRASE='${lettersAndDigits(32)}'\n`],
  ["an exported state", "slipway-plaintext-state", exportedState(lettersAndDigits(32))],
  [
    "a client's key of a cluster",
    "slipway-kubeconfig-key",
    kubeconfig(`client-key-data: ${base64(200).replaceAll("=", "")}`),
  ],
  [
    "a user's token of a cluster",
    "slipway-kubeconfig-token",
    kubeconfig(`as: nobody\n      token: ${lettersAndDigits(40)}`),
  ],
  [
    "a token of Pulumi Cloud",
    "pulumi-api-token",
    `PULUMI_ACCESS_TOKEN=pul-${randomBytes(20).toString("hex")}\n`,
  ],
];

/** What leaks by where it stands, whatever is in it. */
const places: readonly (readonly [file: string, rule: string])[] = [
  [".env", "slipway-dotenv-file"],
  ["backend/.env.production", "slipway-dotenv-file"],
  [".env.local", "slipway-dotenv-file"],
  ["docs/systems/atlas-ux.env", "slipway-dotenv-file"],
  ["atlas-ux.env.production", "slipway-dotenv-file"],
  ["state/passphrase", "slipway-passphrase-file"],
  ["staging-passphrase.txt", "slipway-passphrase-file"],
  [".pulumi/stacks/slipway/staging.json", "slipway-state-file"],
  [".pulumi/history/slipway/dev/dev-1.history.json", "slipway-state-file"],
  ["old/dev-1.checkpoint.json", "slipway-state-file"],
  ["stack-export.json", "slipway-state-file"],
  ["kubeconfig", "slipway-kubeconfig-file"],
  ["production.kubeconfig", "slipway-kubeconfig-file"],
  ["home/.kube/config", "slipway-kubeconfig-file"],
  ["deploy/id_ed25519", "slipway-key-file"],
  ["tls.pem", "slipway-key-file"],
  ["key.txt", "slipway-key-file"],
];

export const plantedFiles = (): readonly Planted[] => [
  ...contents().map(([what, rule, text], index) => ({ what, rule, file: `told/${index}.txt`, text })),
  ...places.map(([file, rule]) => ({ what: file, rule, file: `placed/${file}`, text: harmless })),
];

/** What looks like a secret and is none: what the repository itself is full of. */
export const harmlessFiles: Readonly<Record<string, string>> = {
  "docs/systems/atlas-ux.env.example": "STRIPE_SECRET_KEY=\n",
  ".env.example": "STRIPE_SECRET_KEY=\nDATABASE_URL=\nSECRET_KEY=\n",
  "Pulumi.staging.yaml": `encryptionsalt: v1:${base64(8)}:v1:${base64(12)}:${base64(22)}
config:
  slipway:environment: { secrets: { store: staging, versions: { STRIPE_SECRET_KEY: "1", CACHE_PASSWORD: "12" } } }
  slipway:other: { secure: "v1:${base64(12)}:${base64(48)}" }
`,
  "pod.yaml": `env:
  - name: STRIPE_SECRET_KEY
    valueFrom: { secretKeyRef: { name: stripe-secret-key-v1, key: value } }
  - name: DATABASE_URL
    value: postgresql://app:$(DATABASE_PASSWORD)@database:5432/app
image: ghcr.io/shop/web@sha256:${randomBytes(32).toString("hex")}
`,
  "release.ts": `const key = process.env["STRIPE_SECRET_KEY"] ?? "";\nexport const name = secretName(own, "CACHE_PASSWORD");\n`,
  "rotate-passphrase.ts": `run({ env: { PULUMI_CONFIG_PASSPHRASE_FILE: passphraseFile } });\n`,
  "recovery.md": `Run \`PULUMI_CONFIG_PASSPHRASE_FILE=/run/secrets/passphrase make up\`. Stripe's keys begin with sk_live_.\n`,
};
