import { describe, expect, test } from "vitest";
import type { RolloutSpec } from "../../../components/releases/rollout-spec.ts";
import { rolling } from "../../../model/rollout-strategy.ts";
import { strategyOf } from "../../../model/strategy-in-force.ts";
import { systems } from "../../../systems/all.ts";
import { capturedStack } from "../../support/captured-stack.ts";
import { identity, objects, type Rendered } from "./rendered-objects.ts";

const analysisOf = (name: string) => ({
  templates: [{ templateName: name }],
  args: [{ name: "release", valueFrom: { podTemplateHashValue: "Latest" } }],
});

/** The second Service of a Rollout. */
const ofNewRelease = (rollout: Rendered<RolloutSpec>): string =>
  `${identity(rollout)}-${"canary" in rollout.spec.strategy ? "canary" : "preview"}`;

describe.each(["staging", "production"] as const)("in %s", (stack) => {
  const captured = capturedStack(stack);
  const stepped = systems.flatMap(({ name, services }) =>
    Object.entries(services).flatMap(([service, declared]) =>
      strategyOf(declared, stack).kind === "rolling" ? [] : `${name}-${stack}/${service}`,
    ),
  );

  test("every critical service that takes traffic has a Rollout and no Deployment (DEP-28)", async () => {
    const rollouts = objects(await captured, "Rollout").map(identity);
    expect(rollouts.sort()).toEqual(stepped.sort());
    expect(rollouts).toEqual(
      [
        `atlas-ux-${stack}/frontend`,
        `atlas-ux-${stack}/web`,
        `crb-analyser-${stack}/crb-backend`,
        `crb-analyser-${stack}/crb-frontend`,
        `odd-scenes-${stack}/backend`,
        `odd-scenes-${stack}/frontend`,
      ].sort(),
    );
    const deployments = objects(await captured, "Deployment").map(identity);
    expect(deployments.filter((id) => rollouts.includes(id))).toEqual([]);
  });

  test("a canary walks 10, 25, 50 and 100, and is judged before each next share", async () => {
    const canaries = objects<RolloutSpec>(await captured, "Rollout").filter(
      ({ spec }) => "canary" in spec.strategy,
    );
    expect(canaries).toHaveLength(3);
    for (const { metadata, spec } of canaries) {
      const analysis = analysisOf(metadata.name);
      expect(spec.strategy).toMatchObject({
        canary: {
          stableService: metadata.name,
          canaryService: `${metadata.name}-canary`,
          trafficRouting: { traefik: { weightedTraefikServiceName: metadata.name } },
          steps: [
            { setWeight: 10 },
            { analysis },
            { setWeight: 25 },
            { analysis },
            { setWeight: 50 },
            { analysis },
            { setWeight: 100 },
          ],
        },
      });
      expect(spec.strategy).not.toHaveProperty("canary.dynamicStableScale");
    }
  });

  test("a blue-green release stands in its preview, takes all the traffic, and is judged then", async () => {
    const blueGreens = objects<RolloutSpec>(await captured, "Rollout").filter(
      ({ spec }) => "blueGreen" in spec.strategy,
    );
    expect(blueGreens).toHaveLength(3);
    for (const { metadata, spec } of blueGreens) {
      expect(spec.strategy).toMatchObject({
        blueGreen: {
          activeService: metadata.name,
          previewService: `${metadata.name}-preview`,
          autoPromotionEnabled: true,
          autoPromotionSeconds: 60,
          postPromotionAnalysis: analysisOf(metadata.name),
        },
      });
    }
  });

  test("a Rollout keeps what a rollback needs for longer than the watch of 15 minutes (DEP-03, DEP-06)", async () => {
    for (const { spec } of objects<RolloutSpec>(await captured, "Rollout")) {
      expect(spec).toMatchObject({
        rollbackWindow: { revisions: 3 },
        revisionHistoryLimit: 10,
      });
      expect(Object.values(spec.strategy)).toMatchObject([
        { scaleDownDelaySeconds: 1200, scaleDownDelayRevisionLimit: 1, abortScaleDownDelaySeconds: 30 },
      ]);
    }
  });

  test("a Rollout selects and labels its pods as its Services do, and spreads each release by itself", async () => {
    const resources = await captured;
    const services = objects<{ readonly selector: object; readonly ports: object }>(resources, "Service");
    const service = (id: string) => services.find((candidate) => identity(candidate) === id);
    for (const rollout of objects<RolloutSpec>(resources, "Rollout")) {
      const { selector, template } = rollout.spec;
      expect(template.metadata?.labels).toMatchObject(selector.matchLabels);
      const stable = service(identity(rollout));
      expect(stable?.spec.selector).toEqual(selector.matchLabels);
      expect(service(ofNewRelease(rollout))?.spec).toEqual(stable?.spec);
      expect(template.spec.topologySpreadConstraints?.map(({ matchLabelKeys }) => matchLabelKeys)).toEqual([
        ["rollouts-pod-template-hash"],
        ["rollouts-pod-template-hash"],
      ]);
    }
  });

  test("an update leaves the selectors alone that Argo Rollouts writes", async () => {
    const ofRollouts = new Set(
      objects<RolloutSpec>(await captured, "Rollout").flatMap((rollout) => [
        identity(rollout),
        ofNewRelease(rollout),
      ]),
    );
    for (const resource of await captured) {
      if (!resource.type.endsWith(":Service") || !resource.type.startsWith("kubernetes:core/")) continue;
      const id = identity(resource.inputs as unknown as Rendered<unknown>);
      expect([id, resource.ignoreChanges]).toEqual([id, ofRollouts.has(id) ? ["spec.selector"] : []]);
    }
  });

  test("an autoscaler scales the Rollout, which states no replicas then", async () => {
    const resources = await captured;
    const rollouts = objects<RolloutSpec>(resources, "Rollout");
    const scaled = objects<{ readonly scaleTargetRef: { readonly kind: string; readonly name: string } }>(
      resources,
      "HorizontalPodAutoscaler",
    );
    expect(scaled.length).toBeGreaterThan(0);
    for (const autoscaler of scaled) {
      expect(autoscaler.spec.scaleTargetRef).toEqual({
        apiVersion: "argoproj.io/v1alpha1",
        kind: "Rollout",
        name: autoscaler.metadata.name,
      });
    }
    for (const rollout of rollouts) {
      const isScaled = scaled.some((autoscaler) => identity(autoscaler) === identity(rollout));
      expect([identity(rollout), rollout.spec.replicas]).toEqual([
        identity(rollout),
        isScaled ? undefined : 2,
      ]);
    }
  });
});

test("dev releases nothing by steps, so it needs none of the operators", async () => {
  const kinds = new Set((await capturedStack("dev")).map(({ type }) => type.split(":").at(-1)));
  for (const kind of ["Rollout", "AnalysisTemplate", "PodMonitor"]) expect(kinds.has(kind)).toBe(false);
  for (const { services } of systems)
    for (const service of Object.values(services)) expect(strategyOf(service, "dev")).toEqual(rolling());
});
