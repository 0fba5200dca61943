import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { isBuiltIn, operatorOf } from "../../components/cluster/contract-needs.ts";
import { clusterContract } from "../../components/cluster/contract.ts";
import { type EnvironmentName, environmentNames } from "../../model/environment-name.ts";
import { capture } from "../../rendering/capture.ts";
import { manifestFiles } from "../../rendering/manifests.ts";
import { runningCluster, startCluster, stopCluster } from "../../toolchain/cluster/cluster.ts";
import { NoClusterHere } from "../../toolchain/cluster/no-cluster-here.ts";
import { crdSources } from "./crds/crd-sources.ts";
import { installCrds } from "./crds/install-crds.ts";
import { type CrdDefinition, loadCrds, type Skipped } from "./crds/load-crds.ts";
import { inOtherNamespaces, offerObjects } from "./crds/offer-objects.ts";
import { describeObserverAccess } from "./observer-access.ts";
import { ApiServer } from "./operators/api-server.ts";
import type { KubernetesObject } from "./operators/kubernetes-object.ts";
import { suiteCluster } from "./suite-cluster.ts";

/** The cluster of the lifecycle suite is good enough, where it runs. */
const ownCluster = "contract";
const suffix = `-offered-${randomBytes(3).toString("hex")}`;

let noCluster: string | undefined;
let api: ApiServer;
let definitions: readonly CrdDefinition[];
let skipped: readonly Skipped[];

beforeAll(async () => {
  ({ definitions, skipped } = await loadCrds());
  try {
    const say = (line: string): void => {
      console.log(line);
    };
    const cluster =
      runningCluster(suiteCluster) ?? (await startCluster({ name: ownCluster, owner: process.pid, say }));
    await installCrds(cluster, definitions);
    api = await ApiServer.of(cluster.kubeconfig);
  } catch (error) {
    if (!(error instanceof NoClusterHere)) throw error;
    noCluster = error.message;
  }
});

afterAll(async () => {
  if (noCluster !== undefined) return;
  for (const { metadata } of await api.list("v1", "Namespace"))
    if (metadata.name.endsWith(suffix)) await api.remove({ apiVersion: "v1", kind: "Namespace", metadata });
  await stopCluster(ownCluster);
});

const objectsOf = async (stack: EnvironmentName): Promise<readonly KubernetesObject[]> =>
  manifestFiles(await capture(stack)).map(({ text }) => parse(text) as KubernetesObject);

/** The objects of a stack, in namespaces that exist. */
async function offeredObjects(stack: EnvironmentName): Promise<readonly KubernetesObject[]> {
  const objects = inOtherNamespaces(await objectsOf(stack), suffix);
  const declared = objects.filter(({ kind }) => kind === "Namespace");
  for (const object of [...declared, ...namespacesOfOperators(objects, declared)])
    await api.apply(object, { manager: "slipway-offer" });
  return objects;
}

/** Some objects lie where an operator is, in a namespace that no stack makes. */
const namespacesOfOperators = (
  objects: readonly KubernetesObject[],
  declared: readonly KubernetesObject[],
): readonly KubernetesObject[] =>
  [...new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []))]
    .filter((name) => declared.every(({ metadata }) => metadata.name !== name))
    .map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } }));

const isDefined = ({ apiVersion, kind }: KubernetesObject): boolean =>
  definitions.some(({ group, kind: defined }) => kind === defined && apiVersion.startsWith(`${group}/`));

const fromModules = crdSources.filter(({ module }) => module !== undefined).map(({ operator }) => operator);

/** Why the definitions of an operator are not here; nothing when they are. */
const whyLacking = (operator: string): string | undefined =>
  skipped.find(({ what }) => what === `the definitions of ${operator}`)?.reason;

/** Why there is nothing to offer the API server; nothing when there is. */
const whyNothing = (): string | undefined =>
  definitions.length > 0 ? undefined : skipped.map(({ what, reason }) => `${what}: ${reason}`).join("; ");

describe("the cluster's contract", () => {
  test("is made of definitions out of the operators' own releases", async ({ skip, annotate }) => {
    const reason = noCluster ?? whyNothing();
    skip(reason !== undefined, reason);
    for (const { group, version, kind } of definitions)
      expect(await api.serves(`${group}/${version}`, kind), `${kind} of ${group}/${version}`).toBe(true);
    await annotate(`${definitions.length} kinds`);
    for (const { what, reason } of skipped) await annotate(`skipped: ${what}: ${reason}`);
  });

  test.for(crdSources)("is checked for every kind of $operator", ({ operator }, { skip }) => {
    const reason = whyLacking(operator);
    skip(reason !== undefined, reason);
    const apis = clusterContract.find(({ name }) => name === operator)?.apis ?? [];
    const defined = definitions.filter((definition) => definition.operator === operator);
    expect(defined.map(({ kind }) => kind)).toEqual(apis.flatMap(({ kinds }) => kinds));
  });

  test("is checked for all kinds that Go modules define", ({ skip }) => {
    const lacking = fromModules.flatMap((operator) => {
      const reason = whyLacking(operator);
      return reason === undefined ? [] : [`${operator}: ${reason}`];
    });
    skip(lacking.length > 0, lacking.join("; "));
    const defined = definitions.filter(({ operator }) => fromModules.includes(operator));
    expect(defined.length).toBeGreaterThan(20);
  });

  test("refuses a field that the kind's own schema doesn't know, for every kind", async ({ skip }) => {
    const reason = noCluster ?? whyNothing();
    skip(reason !== undefined, reason);
    const broken = definitions.map(({ group, version, kind }) => ({
      apiVersion: `${group}/${version}`,
      kind,
      metadata: { name: "broken", namespace: "default" },
      spec: { slipwayTypo: true },
    }));
    const { accepted, refused } = await offerObjects(api, broken);
    expect(accepted).toEqual([]);
    for (const refusal of refused) expect(refusal).toContain("slipwayTypo");
  });
});

describe.each(environmentNames)("every object of %s", (stack) => {
  test("is accepted by the API server and its operator's own schema, without a warning", async ({
    skip,
    annotate,
  }) => {
    skip(noCluster !== undefined, noCluster);
    const objects = await offeredObjects(stack);
    for (const object of objects)
      expect(isBuiltIn(object) || operatorOf(object) !== undefined, `${object.kind} in the contract`).toBe(
        true,
      );
    const known = objects.filter((object) => isBuiltIn(object) || isDefined(object));
    const { accepted, refused, warned } = await offerObjects(api, known);
    expect(refused).toEqual([]);
    expect(warned).toEqual([]);
    expect(accepted).toHaveLength(known.length);
    const custom = accepted.filter(isDefined).length;
    await annotate(`${accepted.length} objects accepted, ${custom} of them of operators`);
    if (known.length < objects.length)
      await annotate(`skipped: ${objects.length - known.length} objects whose definitions are not here`);
  });

  test("is refused with a field too much, or of the wrong type", async ({ skip }) => {
    skip(noCluster !== undefined, noCluster);
    const objects = (await offeredObjects(stack)).filter((object) => isBuiltIn(object) || isDefined(object));
    const oneOfEach = [...Map.groupBy(objects, ({ kind }) => kind).values()].flatMap(
      ([first]) => first ?? [],
    );
    expect(oneOfEach.length).toBeGreaterThan(8);
    const misspelt = oneOfEach.map((object) => ({ ...object, slipwayTypo: true }));
    const mistyped = oneOfEach.map(({ metadata, ...object }) => ({
      ...object,
      metadata: { ...metadata, labels: "none" as never },
    }));
    expect((await offerObjects(api, misspelt)).accepted).toEqual([]);
    expect((await offerObjects(api, mistyped)).accepted).toEqual([]);
  });
});

describeObserverAccess(async (skip) => {
  const reason = noCluster ?? whyLacking("Prometheus Operator");
  if (reason !== undefined) skip(reason);
  return { api, objects: await offeredObjects("production"), suffix };
});
