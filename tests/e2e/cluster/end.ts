import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { runningCluster, stopCluster } from "../../../toolchain/cluster/cluster.ts";
import { networkNamespaceOf } from "../../../toolchain/cluster/instance.ts";
import type { ClusterOnTrial } from "./on-trial.ts";
import { startedByAnother, until } from "./owner.ts";
import { cgroupsOf, hostRoutesTo, processesLike, processesOf } from "./traces.ts";
import { unansweredGuest } from "./unanswered.ts";

/** It takes about 10 on an idle machine of two cores, and several times that beside other scenarios. */
const SECOND_START_SECONDS = 180;

/** That nothing outlives it, however it ends. It runs last. */
export function describeEnd(trial: () => ClusterOnTrial): void {
  describe("what is left when the cluster is killed", () => {
    test("is nothing, and the next start works", async ({ skip }) => {
      const { supervisor, folder, apiServer } = trial().started(skip);
      const members = processesLike(supervisor);
      expect(members.length).toBeGreaterThan(5);
      process.kill(supervisor, "SIGKILL");
      await until(() => members.every((pid) => !existsSync(`/proc/${pid}`)));
      await until(() => !hostRoutesTo(apiServer).includes("slipway"));
      await until(() => processesOf(folder).length === 0);
      expect(readFileSync("/proc/self/mountinfo", "utf8")).not.toContain(folder);
      expect(runningCluster(trial().name)).toBeUndefined();

      // Started by a process that is killed in its turn: its cluster must end with it.
      const began = performance.now();
      const { owner, second, said } = await startedByAnother(trial().name);
      const took = (performance.now() - began) / 1000;
      console.log(`second start: ${took.toFixed(1)} s`);
      expect(took).toBeLessThan(SECOND_START_SECONDS);
      expect(said).not.toContain("building");
      expect(second.identity).not.toBe(trial().identity());
      const others = processesLike(second.supervisor);
      owner.kill("SIGKILL");
      await until(() => others.every((pid) => !existsSync(`/proc/${pid}`)));
      expect(others.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);

      const third = await trial().start();
      const { guest, close } = await unansweredGuest(third);
      const guestEnded = once(guest, "exit");
      expect(networkNamespaceOf(guest.pid ?? 0)).toBe(networkNamespaceOf(third.supervisor));
      await stopCluster(trial().name);
      close();
      expect(await guestEnded).toEqual([null, "SIGKILL"]);
      expect(readdirSync(folder)).toEqual(["log"]);
      expect(cgroupsOf(trial().name)).toEqual([]);
    });
  });
}
