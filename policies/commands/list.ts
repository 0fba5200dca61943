import { existsSync, readdirSync, readFileSync } from "node:fs";
import { policyList } from "../configuration/policy-list.ts";
import { policyTexts } from "../policy-texts.ts";

/** To be copied: it is no stack's. */
const example = "example.json";
const usage = `node policies/commands/list.ts [POLICY]
Lists the policies: severity, level in each stack of policies/config/, what they are, frameworks, parameters.
With a name it lists that policy alone.
Exit codes: 0 it listed them, 1 there is no such policy, 2 it was called otherwise than this.
`;

const [name, ...rest] = process.argv.slice(2);
if (name === "--help" || name === "-h") {
  process.stdout.write(usage);
} else if (rest.length > 0 || name?.startsWith("-")) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else {
  const listed = policyTexts.filter((policy) => name === undefined || policy.name === name);
  if (listed.length === 0) {
    process.stderr.write(`There is no policy ${name ?? ""}. Call this without a name to see all of them.\n`);
    process.exitCode = 1;
  } else {
    process.stdout.write(policyList(listed, configurations()));
  }
}

function configurations(): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  const folder = new URL("../config/", import.meta.url);
  const files = existsSync(folder)
    ? readdirSync(folder).filter((file) => file.endsWith(".json") && file !== example)
    : [];
  return new Map(
    files
      .sort()
      .map((file) => [
        file.replace(/\.json$/, ""),
        JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Readonly<Record<string, unknown>>,
      ]),
  );
}
