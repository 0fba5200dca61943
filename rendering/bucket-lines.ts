import { type DeclaredBucket, systemBuckets } from "../components/buckets/declared-buckets.ts";
import { lifecycleConfiguration } from "../components/buckets/lifecycle-configuration.ts";
import type { System } from "../model/system.ts";

/** How each bucket of a system's files is to be set up, with the document that its provider takes; nothing where there is none. */
export function bucketSection(system: System): string[] {
  const buckets = systemBuckets(system);
  if (buckets.length === 0) return [];
  return [
    "## Buckets",
    `How each is to be set up at its provider. \`make buckets STACK=<stack> SYSTEM=${system.name}\` prints it too, and compares it with what is set.`,
    ...buckets.flatMap((each) => [
      `**\`${each.name}\`**, with ${each.bucket.holds}: ${bucketDemands(each)}`,
      ...lifecycleDocument(each).map((document) => `\`\`\`json\n${document}\n\`\`\``),
    ]),
  ];
}

/** What is to be turned on for a bucket, in a sentence. */
export function bucketDemands({ provider, bucket, abilities }: DeclaredBucket): string {
  const { versions, lifecycles } = abilities;
  const kept = versions
    ? `versions on, each kept for ${bucket.retention} after it was deleted or replaced`
    : `${provider} keeps no versions, so nothing there keeps what is deleted for the ${bucket.retention} that are wanted`;
  const lock = bucket.lock ? [`object lock on, for ${bucket.lock}`] : [];
  const rules = lifecycles
    ? "this lifecycle, as `put-bucket-lifecycle-configuration` takes it:"
    : `${provider} carries out no lifecycle, so none is to be set.`;
  return [kept, ...lock, rules].join("; ");
}

/** The lifecycle of a bucket as JSON; nothing where there is none. */
export function lifecycleDocument({ bucket, abilities }: DeclaredBucket): string[] {
  const document = lifecycleConfiguration(bucket, abilities);
  return document ? [JSON.stringify(document, undefined, 2)] : [];
}
