import { existsSync } from "node:fs";
import { copiedStores } from "../components/backups/copied-stores.ts";
import { parseEnvironment } from "../config/parse-environment.ts";
import { configuredEnvironment, stackFile } from "../config/stack-files.ts";
import { environmentNames } from "../model/environment-name.ts";
import { systems } from "../systems/all.ts";
import { exitWith, UsageError } from "../toolchain/engine/requirements.ts";
import { backupProgram } from "./repository-backup/backup-program.ts";
import { CopyFailed } from "./repository-backup/mirror-bundle.ts";
import { copyRepositories } from "./repository-backup/sealed-copy.ts";

const usage = `Usage: make backup-repositories STACK=staging|production [SYSTEM=<system>]

Copies the repositories that systems declare to the stack's bucket of dumps, sealed to its secretRecipients. From the environment:
  AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN (if there is one)   the bucket's key
  REPOSITORIES_TOKEN   reads the repositories; without it, those that everybody may read
  GITHUB_SERVER_URL    where they are (https://github.com)
  BACKUP_PROGRAM       path of slipway-backup; without it, it is built
Exit code 0 when all were copied, 2 for a wrong call, else 1. One system that fails holds up no other.`;

const needed = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const;

const stacks = environmentNames.filter((name) => name !== "dev");

/** `node tools/back-up-repositories.ts <stack> [system]`: what CI runs once a day. */
await exitWith(async () => {
  const [, , given = "", named = ""] = process.argv;
  if (given === "--help") {
    console.log(usage);
    return 0;
  }
  const stack = stacks.find((name) => name === given);
  if (stack === undefined)
    throw new UsageError(
      `Nothing is copied for the stack "${given}". Say STACK= and one of: ${stacks.join(", ")}.`,
    );
  const chosen = systems.filter(
    ({ name, repositories }) => (named === "" || name === named) && repositories.length > 0,
  );
  if (chosen.length === 0)
    throw new UsageError(`No system "${named}" declares a repository. Say SYSTEM= and one that does.`);
  const missing = needed.filter((name) => (process.env[name] ?? "") === "");
  if (missing.length > 0)
    throw new UsageError(`${missing.join(" and ")} missing from the environment.\n\n${usage}`);
  const keys = Object.fromEntries(
    [...needed, "AWS_SESSION_TOKEN"].flatMap((name) => {
      const value = process.env[name] ?? "";
      return value === "" ? [] : [[name, value]];
    }),
  );
  const environment = parseEnvironment(systems, stack, configuredEnvironment(stack));
  const unmade = environment.dumps?.secretRecipients.find(({ made }) => !made);
  if (unmade)
    throw new UsageError(
      `${stackFile(stack)}: dumps.secretRecipients names "${unmade.text}", which is nobody's key; make a pair with "age-keygen" and give its public one.`,
    );
  const program = await programToRun();
  const token = process.env["REPOSITORIES_TOKEN"] ?? "";
  const server = process.env["GITHUB_SERVER_URL"] ?? "https://github.com";
  let failed = 0;
  for (const { name: system, repositories } of chosen) {
    const own = environment.systems.find((each) => each.system.name === system);
    const copied = own && copiedStores(environment, own);
    if (!copied) throw new TypeError(`validation let ${system} through without a place for its copies`);
    try {
      const code = await copyRepositories({
        copied,
        program,
        keys,
        repositories: repositories.map((name) => ({ name, server, ...(token === "" ? {} : { token }) })),
        told: ({ name }, { refs }) => {
          console.log(`${system}: ${name} is bundled, ${refs.size} refs`);
        },
      });
      if (code === 0) console.log(`${system}: ${repositories.length} repositories are copied`);
      else failed += 1;
    } catch (error) {
      if (!(error instanceof CopyFailed)) throw error;
      console.error(`${system}: ${error.message}`);
      failed += 1;
    }
  }
  return failed === 0 ? 0 : 1;
}, 2);

async function programToRun(): Promise<string> {
  const given = process.env["BACKUP_PROGRAM"] ?? "";
  if (given === "")
    return backupProgram((line) => {
      console.error(line);
    });
  if (!existsSync(given)) throw new UsageError(`BACKUP_PROGRAM: ${given} is not there; build images/backup.`);
  return given;
}
