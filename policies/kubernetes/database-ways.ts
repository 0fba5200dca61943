import { containersOf } from "./container.ts";
import { type DatabaseAddress, databasesIn } from "./database-address.ts";
import type { Field } from "./field.ts";
import { kindKey } from "./kind.ts";
import { identityOf, type Manifest } from "./manifest.ts";
import { type PodTemplate, podTemplateOf } from "./pod-template.ts";
import { wordsOf } from "./secret-name.ts";
import { type NamedText, splitAddressesIn } from "./split-address.ts";

/** A place in an object by which something gets to a database. */
export interface DatabaseWay {
  readonly field: Field;
  /** Two ways to one target lead to one database. */
  readonly target: string;
  /** Where the target is an address that is written out. */
  readonly address?: DatabaseAddress;
}

type Attempt = (check: () => void) => void;

/**
 * The ways to databases that a manifest holds: addresses in texts, and Secrets and entries of secret stores that have the word
 * in their name. A text that can't be known yet is left out.
 */
export function databaseWaysOf(manifest: Manifest, word: string, attempt: Attempt): readonly DatabaseWay[] {
  const { namespace } = identityOf(manifest);
  const named = (name: string | undefined): name is string =>
    name?.toLowerCase().includes(word.toLowerCase()) === true;
  const to = (field: Field, address: DatabaseAddress): DatabaseWay => ({
    field,
    target: `${address.host}/${address.database}`,
    address,
  });
  const inTexts = (fields: readonly Field[], read = (text: string) => text): DatabaseWay[] =>
    fields.flatMap((field) =>
      databasesIn(read(field.knownText ?? ""), namespace).map((address) => to(field, address)),
    );
  const inParts = (texts: readonly NamedText[]): DatabaseWay[] =>
    splitAddressesIn(texts, namespace).map(({ field, address }) => to(field, address));
  const { root } = manifest;
  const template = podTemplateOf(manifest);
  if (template) return ofPod(template, attempt, { namespace, named, inTexts, inParts });
  switch (kindKey(manifest.kind)) {
    case "core/ConfigMap":
      return [...inTexts(valuesOf(root.at("data"))), ...inParts(root.at("data").knownEntries())];
    case "core/Secret":
      return [
        ...inTexts(valuesOf(root.at("stringData"))),
        ...inTexts(valuesOf(root.at("data")), (text) => Buffer.from(text, "base64").toString("utf8")),
      ];
    case "external-secrets.io/ExternalSecret": {
      const spec = root.at("spec");
      const store = ["kind", "name"].map((key) => spec.at("secretStoreRef", key).knownText ?? "").join(" ");
      const entries = [
        ...spec
          .at("data")
          .items()
          .map((each) => each.at("remoteRef", "key")),
        ...spec
          .at("dataFrom")
          .items()
          .map((each) => each.at("extract", "key")),
      ];
      return [
        ...inTexts(valuesOf(spec.at("target", "template", "data"))),
        ...entries.flatMap((field) =>
          named(field.knownText) ? [{ field, target: `entry ${field.knownText} of ${store}` }] : [],
        ),
      ];
    }
    default:
      return [];
  }
}

function ofPod(
  template: PodTemplate,
  attempt: Attempt,
  given: {
    readonly namespace: string;
    readonly named: (name: string | undefined) => boolean;
    readonly inTexts: (fields: readonly Field[]) => readonly DatabaseWay[];
    readonly inParts: (texts: readonly NamedText[]) => readonly DatabaseWay[];
  },
): readonly DatabaseWay[] {
  const ways: DatabaseWay[] = [];
  const secret = (field: Field, ...names: readonly (string | undefined)[]): void => {
    if (field.knownText !== undefined && [field.knownText, ...names].some(given.named))
      ways.push({ field, target: `Secret ${given.namespace}/${field.knownText}` });
  };
  for (const { root } of containersOf(template, attempt)) {
    attempt(() => {
      const variables = root.at("env").items();
      const texts = variables.map((each) => [each.at("name").knownText, each.at("value")] as const);
      ways.push(...given.inTexts(texts.map(([, text]) => text)), ...given.inParts(texts));
      for (const variable of variables) {
        const reference = variable.at("valueFrom", "secretKeyRef");
        const name = variable.at("name").knownText;
        if (![name, reference.at("key").knownText].some(namesCertificate)) secret(reference.at("name"), name);
      }
    });
    attempt(() => {
      for (const source of root.at("envFrom").items()) secret(source.at("secretRef", "name"));
    });
  }
  attempt(() => {
    for (const volume of template.spec.at("volumes").items()) {
      const keys = volume.at("secret", "items").items();
      if (keys.length === 0 || !keys.every((item) => namesCertificate(item.at("key").knownText)))
        secret(volume.at("secret", "secretName"));
    }
  });
  return ways;
}

/** Whether a name is a certificate's: who has it knows a database's servers, and can't get in. */
function namesCertificate(name: string | undefined): boolean {
  const last = wordsOf(name ?? "").findLast((word) => word !== "PEM");
  return last !== undefined && /^CA$|(?:CERT|CERTIFICATE|CRT)$/.test(last);
}

const valuesOf = (field: Field): readonly Field[] => field.knownEntries().map(([, value]) => value);
