import { z } from "zod";
import { AgeRecipient } from "../model/age-recipient.ts";
import type { EnvironmentName } from "../model/environment-name.ts";
import type { Problem } from "../model/problem.ts";
import { days, Duration } from "../model/quantities/duration.ts";
import { snapshotStores } from "../model/snapshot.ts";
import { storageClasses } from "../model/storage-class.ts";
import type { System } from "../model/system.ts";
import { type Bucket, bucketFields } from "./bucket.ts";
import { missingOr, readBy, show, textField } from "./fields.ts";
import { strictObject } from "./strict-object.ts";

/** Where an environment's dumps go, at another provider than its backups (BDR-01), and who can open them. */
export interface Dumps extends Bucket {
  /** Each opens every dump by itself: the drill's, and those that people keep outside of the cluster. */
  readonly recipients: readonly AgeRecipient[];
  /** Each opens every copy of Secrets and of repositories by itself. The drill's is not among them, as no pod is to open those. */
  readonly secretRecipients: readonly AgeRecipient[];
  /** Certificates in PEM of whoever signed the service's. @default those that the whole internet trusts */
  readonly certificateAuthority?: string;
  /** The hour, in UTC, in which databases are dumped: the one with the least to do. The rest follows in the two hours after it. @default 3 */
  readonly hour?: number;
  /** The age at which dumps go to STANDARD_IA (BDR-17), where the provider has that class: what is kept for months. @default they stay */
  readonly coldAfter?: Duration;
}

const fewestRecipients = 2;
const expectedRecipients =
  "public keys of age: the drill's, and one whose identity lies outside of the cluster";

const expectedSecretRecipients = "public keys of age that people hold, and not the drill's";

const recipientsIn = (expected: string) =>
  z.array(
    readBy('a public key of age ("age1…")', (text) => AgeRecipient.parse(text)),
    { error: ({ input }) => missingOr(input, `is not a list; give ${expected}`, expected) },
  );

const recipientsField = recipientsIn(expectedRecipients).refine(
  (given) => new Set(given.map(String)).size >= fewestRecipients,
  {
    error: ({ input }) =>
      `names ${new Set((input as AgeRecipient[]).map(String)).size} of them, and whoever loses the last identity loses all dumps; give ${fewestRecipients} ${expectedRecipients}`,
  },
);

const secretRecipientsField = recipientsIn(expectedSecretRecipients).min(1, {
  error: `names nobody, so no copy could be opened; give ${expectedSecretRecipients}`,
});

const authorityField = textField("certificates in PEM").regex(/^-----BEGIN CERTIFICATE-----\n/, {
  error: "is no certificate in PEM; begin it with -----BEGIN CERTIFICATE-----, and never put a key there",
});

/** The key of an environment's configuration that says so, wherever a system has data that must not be lost. */
export function dumpsField(systems: readonly System[], environment: EnvironmentName) {
  const needed = environment !== "dev" && systems.some(holdsData);
  return needed
    ? {
        dumps: strictObject("where dumps go", {
          ...bucketFields,
          recipients: recipientsField,
          secretRecipients: secretRecipientsField,
          certificateAuthority: authorityField
            .refine((text) => !text.includes("PRIVATE KEY"), {
              error: "holds a private key; leave the certificates alone there, and replace the key",
            })
            .optional(),
          hour: hourField.optional(),
          coldAfter: coldAfterField.optional(),
        }),
      }
    : {};
}

const { earliest } = storageClasses.STANDARD_IA;

const coldAfterField = readBy('a span such as "30d"', (text) => Duration.parse(text)).refine(
  (age) => !earliest.exceeds(age) && age.milliseconds % days(1).milliseconds === 0,
  {
    error: ({ input }) =>
      `${show(String(input))} is no age at which STANDARD_IA takes a file; give whole days, "${earliest}" or more`,
  },
);

const hourField = z
  .number({ error: ({ input }) => `${show(input)} is no hour; give a number from 0 to 23, in UTC` })
  .refine((hour) => Number.isInteger(hour) && hour >= 0 && hour <= 23, {
    error: ({ input }) => `${show(input)} is no hour of the day; give a number from 0 to 23, in UTC`,
  });

const holdsData = (system: System): boolean =>
  system.database !== undefined || snapshotStores(system).length > 0;

/** What is wrong with the two places side by side: one provider that fails must not take both. */
export function providerProblems(
  path: string,
  { backups, dumps }: { readonly backups: Bucket | undefined; readonly dumps: Dumps | undefined },
): Problem[] {
  if (!backups || !dumps) return [];
  const [first, second] = [backups, dumps].map(({ endpoint }) => providerOf(new URL(endpoint.url).hostname));
  if (first === undefined || first !== second) return [];
  return [
    {
      path: `${path}.dumps.endpoint`,
      message: `"${dumps.endpoint.url}" and the backups' "${backups.endpoint.url}" are both ${first}'s, and what it loses is lost twice; give another provider's`,
    },
  ];
}

/** What is wrong with who opens copies of Secrets: the drill's identity is in the cluster, beside the key of the bucket. */
export function secretRecipientProblems(path: string, dumps: Dumps | undefined): Problem[] {
  if (!dumps) return [];
  const trusted = new Set(dumps.secretRecipients.map(String));
  if (dumps.recipients.some((recipient) => !trusted.has(recipient.text))) return [];
  return [
    {
      path: `${path}.dumps.secretRecipients`,
      message:
        "names all of recipients, so the drill's identity, which is in the cluster, opens copies of Secrets; leave the drill's out",
    },
  ];
}

/** Who runs a host, as far as its name tells: the domain that was bought, or the address where it has no name. */
function providerOf(host: string): string {
  const labels = host.split(".");
  if (/^[\d.]+$|:/.test(host)) return host;
  // Under a country's "co", "com" or "net" the name that was bought is one further in.
  const bought = /^.{2}$/.test(labels.at(-1) ?? "") && (labels.at(-2)?.length ?? 0) <= 3 ? 3 : 2;
  return labels.slice(-bought).join(".");
}
