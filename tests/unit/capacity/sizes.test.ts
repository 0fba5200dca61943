import { expect, test } from "vitest";
import { autoscalerSpec } from "../../../components/workloads/autoscaler.ts";
import { podTemplate } from "../../../components/workloads/pod.ts";
import { environmentNames } from "../../../model/environment-name.ts";
import { parsedShop } from "../config/configured-shop.ts";
import { servicesOf } from "./declared-pods.ts";

test("every container states CPU, memory and disk, asked for and at most, and no promise is above its limit (SCL-01)", () => {
  for (const environment of environmentNames) {
    for (const { name, service, input } of servicesOf(environment)) {
      for (const { resources } of podTemplate(input).spec.containers) {
        for (const amounts of [resources?.requests, resources?.limits])
          expect(Object.keys(amounts ?? {}).sort(), name).toEqual(["cpu", "ephemeral-storage", "memory"]);
        expect(resources?.requests?.["memory"], name).toBe(resources?.limits?.["memory"]);
      }
      expect(service.size.cpu.request.exceeds(service.size.cpu.limit), name).toBe(false);
    }
  }
});

test("scaling up is one line of a stack's file, and changes the autoscaler's bounds and nothing else (SCL-11)", () => {
  const bounds = (change: Record<string, number>) => {
    const [own] = parsedShop("production", {
      "systems.shop.sizes.services.api.replicas": { minimum: 2, maximum: 4, ...change },
    }).systems;
    const api = own?.system.services["api"];
    if (api?.scale.kind !== "autoscaled") throw new Error("the shop changed");
    const target = { apiVersion: "apps/v1", kind: "Deployment", name: "api" } as const;
    return { service: api, spec: autoscalerSpec(target, api.scale, "production") };
  };
  const [before, after] = [bounds({}), bounds({ minimum: 3 })];
  expect(after.spec).toEqual({ ...before.spec, minReplicas: 3 });
  expect({ ...after.service, scale: undefined }).toEqual({ ...before.service, scale: undefined });
});
