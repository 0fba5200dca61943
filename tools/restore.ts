import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type EnvironmentName, environmentNames } from "../model/environment-name.ts";
import { systems } from "../systems/all.ts";
import { writeWhole } from "../toolchain/steps/atomic-file.ts";
import { withPlainErrors } from "./plain-errors.ts";
import { withRecoveredCluster } from "./stack-file/recovered-cluster.ts";

const stacks = environmentNames.filter((name) => name !== "dev");

const usage = `Usage: make restore STACK=${stacks.join("|")} SYSTEM=<system> AT=<time with its zone> [FROM=first|<time>]

Adds a cluster to the stack's file that takes a database back to a point in time, beside the one that serves. FROM says
whose past: of the first cluster, or of the one that was taken back to a time; without it, of the one that serves. Nothing
changes until "make up", and services stay where they are until "serving" is changed. docs/recovery.md has
the whole way, and the way back. Exit code 0 when the file was written, 1 when what was asked for can't be, 2 for a wrong call.`;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { help: { type: "boolean" } } });
const [stackGiven = "", system = "", at = "", from = ""] = positionals;
const stack = stacks.find((name) => name === stackGiven);
if (values.help) {
  console.log(usage);
} else if (stack === undefined || system === "" || at === "") {
  console.error(
    stack === undefined
      ? `There is nothing to recover in the stack "${stackGiven}". Say STACK= and one of: ${stacks.join(", ")}.`
      : usage,
  );
  process.exitCode = 2;
} else {
  await withPlainErrors(() => {
    restore(stack);
  });
}

function restore(name: EnvironmentName): void {
  const file = `Pulumi.${name}.yaml`;
  const recovered = withRecoveredCluster(readFileSync(file, "utf8"), systems, {
    stack: name,
    system,
    at,
    now: new Date(),
    ...(from === "" ? {} : { from }),
  });
  writeWhole(file, recovered.text);
  console.log(`${file}: ${system} gets the cluster ${recovered.name}, which is ${recovered.source} as it was at ${at}.

  git diff ${file}
  make preview STACK=${name}     # the new cluster, its policies, its share of the quota
  make up STACK=${name}          # recovers; the services stay where they are

Then look into it:
  kubectl --namespace ${system}-${name} exec -it ${recovered.name}-1 -- psql app

docs/recovery.md says how services move over, and back, and how a cluster is let go.`);
}
