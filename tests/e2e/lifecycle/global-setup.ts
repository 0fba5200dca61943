import { rmSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { runningCluster, startCluster, stopCluster } from "../../../toolchain/cluster/cluster.ts";
import { NoClusterHere } from "../../../toolchain/cluster/no-cluster-here.ts";
import { clusterPaths } from "../../../toolchain/cluster/paths.ts";
import { paths } from "../../../toolchain/paths.ts";
import { buildImages, playedImages, pushImages } from "../app/images.ts";
import { standInProgram } from "../app/stand-in-program.ts";
import { buildControllers } from "../controllers/build-controllers.ts";
import { startControllers } from "../controllers/start-controllers.ts";
import { appliedOperators } from "../crds/applied-operators.ts";
import { installCrds } from "../crds/install-crds.ts";
import { loadCrds } from "../crds/load-crds.ts";
import { openDefinitions } from "../crds/open-definitions.ts";
import { playOperators, playedOperators } from "../operators/play-operators.ts";
import { suiteCluster } from "../suite-cluster.ts";
import { startTurnServer } from "./turns/turn-server.ts";

const name = suiteCluster;

/** The gateway's kinds come with the gateway. */
const ofTheGateway: readonly string[] = ["Gateway API", "Traefik"];

/** Starts the cluster that all scenarios share, with images, CRDs and played operators, and stops it at the end. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const started = performance.now();
  const say = (line: string): void => {
    console.log(`[${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s] ${line}`);
  };
  if (runningCluster(name) !== undefined)
    throw new Error(
      `The cluster ${name} runs already: another run uses it. Wait for its end, or "make cluster-down NAME=${name}".`,
    );
  // A run that was killed could not remove its copies of the project.
  rmSync(join(paths.tools, "e2e"), { recursive: true, force: true });
  try {
    const program = await standInProgram(say);
    const images = await buildImages(say);
    await buildControllers(say);
    const cluster = await startCluster({ name, owner: process.pid, say });
    if (cluster.registry) await pushImages(images, cluster.registry, say);
    const { definitions: found, skipped } = await loadCrds();
    const applied = (await appliedOperators()).filter((operator) => !ofTheGateway.includes(operator));
    const known = found.filter(({ operator }) => applied.includes(operator));
    const open = applied
      .filter((operator) => !known.some((definition) => definition.operator === operator))
      .flatMap(openDefinitions);
    const definitions = [...known, ...open];
    await installCrds(cluster, definitions);
    say(`${definitions.length} custom resource definitions`);
    for (const { what, reason } of skipped) say(`skipped: ${what}: ${reason}`);
    const operators = await playOperators(cluster, say, {
      outsideDatabaseImage: images.ofPlatform("postgres-cluster"),
    });
    const controllers = await startControllers(cluster, say);
    for (const played of [...playedImages, ...playedOperators]) say(`played: ${played}`);
    if (cluster.node.kind === "simulated-only") say(`no real node: ${cluster.node.reason}`);
    const turns = await startTurnServer();
    const { gateway, prometheus } = controllers;
    project.provide("prepared", { cluster, program, gateway, prometheus, turns: turns.port });
    return async () => {
      try {
        turns.stop();
        await controllers.stop();
        await operators.stop();
      } finally {
        await stopCluster(name);
      }
    };
  } catch (error) {
    await stopCluster(name);
    say(`logs: ${clusterPaths.instance(name)}/log`);
    if (!(error instanceof NoClusterHere)) throw error;
    say(`no cluster: ${error.message}`);
    project.provide("prepared", { reason: error.message });
    return () => Promise.resolve();
  }
}
