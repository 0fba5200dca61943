import { backupBuckets, systemBuckets } from "../components/buckets/declared-buckets.ts";
import { environmentNames } from "../model/environment-name.ts";
import { bucketDemands, lifecycleDocument } from "../rendering/bucket-lines.ts";
import { systems } from "../systems/all.ts";
import { exitWith, UsageError } from "../toolchain/engine/requirements.ts";
import { accessTo, givenAccess } from "./buckets/access.ts";
import { bucketDifferences } from "./buckets/bucket-differences.ts";
import { bucketSettings, NotAsked } from "./buckets/bucket-settings.ts";
import { environmentOf } from "./configured-environment.ts";

const usage = `Usage: make buckets STACK=<stack> [SYSTEM=<system>]

Prints each bucket that is declared, and how it is to be set up: those of systems' files, and the stack's backups and dumps, which are
left out where a SYSTEM is named. Nothing is ever changed. From the environment, to have one service say how its buckets are:
  AWS_ENDPOINT_URL   where it answers
  AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN (if there is one)   a key that may read the settings of buckets
  AWS_REGION         what requests are signed for (the one in the stack's file, or us-east-1)
Exit code 0 when nothing differs, 1 when something does, 2 for a wrong call or when it could not be found out.`;

const UNKNOWN = 2;

/** `node tools/buckets.ts <stack> [system]`: what has to be set at whoever keeps the buckets, and what of it is not. */
await exitWith(async () => {
  const [, , stackName = "", systemName = ""] = process.argv;
  if (stackName === "--help") {
    console.log(usage);
    return 0;
  }
  const stack = environmentNames.find((name) => name === stackName);
  if (stack === undefined)
    throw new UsageError(
      `There is no stack "${stackName}". Say STACK= and one of: ${environmentNames.join(", ")}.`,
    );
  const chosen = systems.filter(({ name }) => systemName === "" || name === systemName);
  if (chosen.length === 0)
    throw new UsageError(
      `There is no system "${systemName}". Say SYSTEM= and one of: ${systems.map(({ name }) => name).join(", ")}.`,
    );
  const environment = environmentOf(stack);
  const buckets = [
    ...chosen.flatMap(systemBuckets),
    ...(systemName === "" ? backupBuckets(environment) : []),
  ];
  const given = givenAccess(process.env);
  const found = { asked: 0, differing: 0, unknown: 0 };
  for (const declared of buckets) {
    console.log(
      `${declared.declaredBy}: ${declared.name}, at ${declared.provider}, with ${declared.bucket.holds}`,
    );
    for (const line of [bucketDemands(declared), ...lifecycleDocument(declared)]) console.log(line);
    const { versions, lifecycles } = declared.abilities;
    const access = given && (versions || lifecycles) ? accessTo(declared, given) : undefined;
    if (access) {
      found.asked += 1;
      try {
        const differences = bucketDifferences(declared, await bucketSettings(access, declared.name));
        if (differences.length > 0) found.differing += 1;
        console.log(
          differences.length === 0
            ? "→ It is set up so."
            : differences.map((each) => `→ It differs: ${each}.`).join("\n"),
        );
      } catch (error) {
        if (!(error instanceof NotAsked)) throw error;
        found.unknown += 1;
        console.log(`→ ${error.message}`);
      }
    }
    console.log("");
  }
  if (given && found.asked === 0)
    throw new UsageError(
      `None of these buckets lies at ${given.endpoint.host}, or it can do nothing of the kind. AWS_ENDPOINT_URL has to be that of one that can.`,
    );
  console.log(
    given
      ? `${found.asked} of ${buckets.length} lie there: ${found.differing} differ, ${found.unknown} could not be asked about.`
      : `${buckets.length} buckets are declared. None was asked about: AWS_ENDPOINT_URL is not in the environment.`,
  );
  if (found.differing > 0) return 1;
  return found.unknown > 0 ? UNKNOWN : 0;
}, UNKNOWN);
