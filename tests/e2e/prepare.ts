import { NoClusterHere, prepareCluster } from "../../toolchain/cluster/cluster.ts";
import { buildImages } from "./app/images.ts";
import { standInProgram } from "./app/stand-in-program.ts";
import { providePrograms, whyNoBackups } from "./backup/provide-programs.ts";
import { observingPrograms } from "./controllers/alerting/observing-programs.ts";
import { buildControllers } from "./controllers/build-controllers.ts";
import { prometheusPackage } from "./controllers/prometheus/prometheus.ts";
import { loadCrds } from "./crds/load-crds.ts";
import { provideLinters } from "./external-linters/provide-linters.ts";
import { provideBarman, whyNoBarman } from "./recovery/barman/provide-barman.ts";

// Builds and fetches all that tests on a cluster need, and the linters. It is done before them, since the first time it
// takes longer than any test may.

const started = performance.now();
const say = (line: string): void => {
  console.log(`[${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s] ${line}`);
};

try {
  await prepareCluster(say);
  await buildControllers(say);
  await prometheusPackage();
  await observingPrograms();
  await standInProgram(say);
  await buildImages(say);
  const { definitions } = await loadCrds();
  say(`${definitions.length} custom resource definitions at hand`);
} catch (error) {
  if (!(error instanceof NoClusterHere)) throw error;
  say(`${error.message} The tests on a cluster are skipped.`);
}

await provideLinters(say);

const whyNot = whyNoBackups();
if (whyNot === undefined) await providePrograms(say);
say(whyNot === undefined ? "what backups are tried with is at hand" : `backups are skipped: ${whyNot}`);

const whyNoRecovery = whyNot ?? whyNoBarman();
if (whyNoRecovery === undefined) await provideBarman();
say(
  whyNoRecovery === undefined
    ? "what recovery is rehearsed with is at hand"
    : `the rehearsal of recovery is skipped: ${whyNoRecovery}`,
);
