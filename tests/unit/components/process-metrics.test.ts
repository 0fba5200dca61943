import { describe, expect, it } from "vitest";
import { podTemplate } from "../../../components/workloads/pod.ts";
import { writableFolders } from "../../../components/workloads/writable-folders.ts";
import { containerVariables, processesVariable } from "../../../model/container-variables.ts";
import type { Runtime } from "../../../model/image.ts";
import {
  sharedMetricsFolder,
  sharedMetricsVariable,
  sharesMetrics,
} from "../../../model/metrics-endpoint.ts";
import { mebibytes } from "../../../model/quantities/bytes.ts";
import { scratch } from "../../../model/size.ts";
import { validateScratch } from "../../../model/validation/validate-workload.ts";
import { servicesOf } from "../capacity/declared-pods.ts";
import { api, mailer, pages, programImage, shop } from "../model/declared-shop.ts";

const played = (runtime: Runtime) => ({
  ...shop,
  images: { ...shop.images, program: { ...programImage, runtime } },
});

describe("metrics of several processes", () => {
  const several = { ...api, processes: 2 };

  it("are put together in Python, where each counts by itself", () => {
    const python = played("python");
    expect(sharesMetrics(python, several)).toBe(true);
    expect(containerVariables(python, several)).toContainEqual([
      sharedMetricsVariable,
      "its processes' shared metrics",
    ]);
    expect(writableFolders(python, several)).toEqual([...several.scratch, sharedMetricsFolder]);
  });

  it("need no folder where one process answers, or where the runtime gathers them itself", () => {
    for (const [system, service] of [
      [played("python"), { ...api, processes: 1 }],
      [played("python"), mailer],
      [played("python"), pages],
      [played("node"), several],
    ] as const) {
      expect(sharesMetrics(system, service)).toBe(false);
      expect(containerVariables(system, service).map(([name]) => name)).not.toContain(sharedMetricsVariable);
      expect(writableFolders(system, service)).not.toContain(sharedMetricsFolder);
    }
  });

  it("have a folder that no declared one may be", () => {
    const taken = { scratch: [scratch(sharedMetricsFolder.path, mebibytes(1))] };
    expect(validateScratch("shop.services.api", taken)).toEqual([
      {
        path: "shop.services.api.scratch[0]",
        message: '"/run/metrics" is where processes share metrics; choose another folder',
      },
    ]);
  });

  it("are put together in every pod that starts several Python processes", () => {
    const sharing = servicesOf("production").filter(({ input, service }) =>
      sharesMetrics(input.environment.system, service),
    );
    expect(sharing.map(({ name }) => name)).toEqual(["crb-analyser/crb-backend"]);
    for (const { input } of sharing) {
      const [container] = podTemplate(input).spec.containers;
      expect(container?.env).toContainEqual({ name: processesVariable, value: "2" });
      expect(container?.env).toContainEqual({ name: sharedMetricsVariable, value: "/run/metrics" });
      expect(container?.volumeMounts?.map(({ mountPath }) => mountPath)).toContain("/run/metrics");
    }
  });
});
