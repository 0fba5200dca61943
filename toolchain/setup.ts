import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeManifest } from "./manifest.ts";
import { paths } from "./paths.ts";
import { saysDiskIsFull } from "./steps/disk.ts";
import { withLock } from "./steps/lock.ts";
import { installNpmPackages } from "./steps/npm-packages.ts";
import { providePlugins } from "./steps/plugins.ts";
import { providePulumi } from "./steps/pulumi-cli.ts";
import { say, seconds, SetupError, step } from "./steps/step.ts";

process.on("SIGINT", () => process.exit(130));
process.on("SIGTERM", () => process.exit(143));

try {
  await withLock(
    paths.lock,
    ({ pid }) => {
      say("Set-up", `waiting for the one that runs already (process ${pid})`);
    },
    setUp,
  );
} catch (error) {
  process.stderr.write(`\nset-up failed: ${messageOf(error)}\n`);
  process.exit(1);
}

async function setUp(): Promise<void> {
  const started = performance.now();
  clearStaging();
  // The two have nothing to do with each other, and each waits for something else: the network, the compiler.
  const [cli] = await allSettledOrFirstError([
    step("Pulumi CLI", providePulumi),
    step("npm packages", installNpmPackages),
  ]);
  const plugins = await step("Plugins", () => providePlugins(cli));
  writeManifest({ cli, plugins });
  say("Set-up", `done, ${seconds(performance.now() - started)}`);
}

/** The other step comes to its end before the error is told, so that nothing is left half done. */
async function allSettledOrFirstError<A, B>(work: [Promise<A>, Promise<B>]): Promise<[A, B]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}

/** What an interrupted set-up left half built is worth nothing. */
function clearStaging(): void {
  try {
    for (const name of readdirSync(paths.staging)) {
      // A bootstrap that installs Node at this moment does so outside of the lock.
      if (!name.startsWith("node.")) rmSync(join(paths.staging, name), { recursive: true, force: true });
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

function messageOf(error: unknown): string {
  if (error instanceof SetupError) return error.message;
  const text = error instanceof Error ? error.message : String(error);
  if (saysDiskIsFull(text)) return `the disk is full (${text}). Free some, then run this again.`;
  return error instanceof Error ? (error.stack ?? text) : text;
}
