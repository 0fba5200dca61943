import { backupKeys, databaseKeys } from "../../../components/secrets/secret-references.ts";
import { type EnvironmentName, environmentNames } from "../../../model/environment-name.ts";
import {
  backupCredentials,
  bucketCredentials,
  cacheAddress,
  databaseAddresses,
  drillIdentity,
  dumpCredentials,
  secretNames,
} from "../../../model/secret-names.ts";
import { type SecretShape, valueOfShape } from "../../../model/secret-shape.ts";
import type { System } from "../../../model/system.ts";
import { systems } from "../../../systems/all.ts";
import * as thirdParties from "../../../systems/third-parties.ts";
import { randomCharacters } from "../../../toolchain/plugins/random/characters.ts";
import { madeUpPair } from "../operators/external-secrets/drill-identity.ts";

/** A file that has no place in a repository, and the rule that has to say so. */
export interface Planted {
  readonly what: string;
  readonly rule: string;
  readonly file: string;
  readonly text: string;
}

/** The rule for what begins with a prefix. A prefix without one gets no rule, and the test that asks for it fails. */
const ruleOfPrefix: Readonly<Record<string, string>> = {
  "sk-ant-": "slipway-anthropic-key",
  "sk-": "slipway-openai-key",
  sk_live_: "slipway-stripe-key",
  sk_test_: "slipway-stripe-key",
  pk_live_: "slipway-stripe-key",
  pk_test_: "slipway-stripe-key",
  whsec_: "slipway-stripe-webhook-secret",
  "SG.": "slipway-sendgrid-key",
  BSA: "slipway-brave-key",
  "tvly-": "slipway-tavily-key",
  eyJ: "slipway-supabase-key",
  pcsk_: "slipway-pinecone-key",
  "https://": "slipway-address-with-token",
  "": "slipway-named-secret",
};

/** Every secret of every system in every environment, as dev makes it up, in each form in which it could slip in. */
export function plantedSecrets(): readonly Planted[] {
  return environmentNames.flatMap((environment) => [
    ...systems.flatMap((system) =>
      secretNames(system).flatMap(({ name }) =>
        planted(environment, system.name, name, exposed(environment, system, name)),
      ),
    ),
    // Not every third party is a variable's: a vector store names its own.
    ...thirdPartyKeys.flatMap(({ party, name, shape }) =>
      planted(environment, party, `${party.toUpperCase()}_${name.toUpperCase()}_KEY`, {
        rule: ruleOf(shape, environment),
        value: madeUp(shape, environment),
      }),
    ),
  ]);
}

const thirdPartyKeys = Object.entries(thirdParties).flatMap(([party, value]) =>
  "keys" in value
    ? Object.entries<SecretShape>(value.keys).map(([name, shape]) => ({ party, name, shape }))
    : [],
);

const planted = (
  environment: EnvironmentName,
  owner: string,
  name: string,
  given: Exposed,
): readonly Planted[] =>
  forms(name, given).map(({ rule, text }, form) => ({
    what: `${name} of ${owner} in ${environment}`,
    rule,
    // The name of no file may give it away.
    file: `planted/${environment}-${owner}-${name.toLowerCase()}-${form}.txt`,
    text,
  }));

interface Exposed {
  readonly rule: string;
  readonly value: string;
}

const keysOfBuckets: readonly string[] = [backupCredentials, dumpCredentials, bucketCredentials];

/** A made-up value of a secret, and the rule that has to know it. */
function exposed(environment: EnvironmentName, system: System, name: string): Exposed {
  if (name === drillIdentity)
    return { rule: "age-secret-key", value: madeUpPair(lettersAndDigits(20)).identity };
  if (name === databaseAddresses) return address("postgresql://postgres.abc:", "@db.invalid:6543/postgres");
  if (name === cacheAddress) return address("rediss://default:", "@cache.invalid:6380/0");
  if (keysOfBuckets.includes(name)) return { rule: "slipway-object-store-key", value: lettersAndDigits(40) };
  const declared = system.variables[name];
  if (declared?.kind !== "secret") return { rule: "slipway-named-secret", value: lettersAndDigits(32) };
  return { rule: ruleOf(declared.shape, environment), value: madeUp(declared.shape, environment) };
}

const ruleOf = ({ prefix }: SecretShape, environment: EnvironmentName): string =>
  ruleOfPrefix[prefix[environment]] ?? `none for what begins with ${prefix[environment]}`;
const madeUp = (shape: SecretShape, environment: EnvironmentName): string =>
  valueOfShape(shape, environment, lettersAndDigits(shape.length));
const address = (before: string, after: string): Exposed => ({
  rule: "slipway-address-with-password",
  value: `${before}${lettersAndDigits(32)}${after}`,
});

/** What has a form of its own is found anywhere; anything else by the name that stands before it. */
function forms(name: string, { rule, value }: Exposed): readonly { rule: string; text: string }[] {
  const named = keysOfBuckets.includes(name) ? backupKeys.secret : name;
  const besideItsName = [
    `${named}=${value}\n`,
    `export ${named}='${value}'\n`,
    `data:\n  ${named}: ${value}\n`,
    `{ "${named}": "${value}" }\n`,
  ];
  const alone = [`const client = connect("${value}");\n`, `They gave us ${value} on the phone.\n`];
  const isKnownAlone = !["slipway-named-secret", "slipway-object-store-key"].includes(rule);
  const ofDatabase = name.endsWith("_PASSWORD")
    ? [
        {
          rule: "slipway-address-with-password",
          text: `${databaseKeys.direct}: postgresql://app:${value}@db/app\n`,
        },
        { rule: "slipway-address-with-password", text: `cache redis://:${value}@cache:6379/0\n` },
      ]
    : [];
  return [...besideItsName, ...(isKnownAlone ? alone : [])]
    .map((text) => ({ rule, text }))
    .concat(ofDatabase);
}

/** As dev's passwords are made. */
export function lettersAndDigits(length: number): string {
  const made = randomCharacters({
    length,
    lower: true,
    upper: true,
    numeric: true,
    special: false,
    minLower: 0,
    minUpper: 0,
    minNumeric: 0,
    minSpecial: 0,
    specialCharacters: "",
  });
  // gitleaks takes what holds one of these for a constant. One value in a million does.
  return /false|^true|null$/i.test(made) ? lettersAndDigits(length) : made;
}
