import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { serviceLevels } from "../components/observability/service-levels/service-level.ts";
import { parseEnvironment } from "../config/parse-environment.ts";
import { configuredEnvironment } from "../config/stack-files.ts";
import { systems } from "../systems/all.ts";
import { type OpenSloDocument, sharedDocuments, sloDocument } from "./openslo/documents.ts";
import { watchedStacks, withWatchedStack } from "./watched-stack.ts";

const usage = `Usage: make openslo STACK=${watchedStacks.join("|")}

Writes every objective of the stack to out/<stack>/openslo/<objective>.yaml, as openslo/v1 has it, and what they refer to (services,
paces, who is told) to shared.yaml. Dev has no objectives, as nothing watches it. Needs no cluster and no engine.`;

await withWatchedStack(usage, (stack) => {
  const environment = parseEnvironment(systems, stack, configuredEnvironment(stack));
  const own = environment.systems.flatMap((each) =>
    serviceLevels(environment, each).map((level) => ({ level, owner: each.system.owner })),
  );
  const folder = join("out", stack, "openslo");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const write = (name: string, documents: readonly OpenSloDocument[]): void => {
    const texts = documents.map((each) => stringify(each, { lineWidth: 0, aliasDuplicateObjects: false }));
    writeFileSync(join(folder, `${name}.yaml`), texts.join("---\n"));
  };
  for (const { level, owner } of own) write(level.id, [sloDocument(level, owner)]);
  write("shared", sharedDocuments(own.map(({ level }) => level)));
  console.log(`${own.length} objectives in ${folder}/`);
});
