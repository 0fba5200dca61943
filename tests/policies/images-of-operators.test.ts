import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { type CapturedResource, judge } from "../support/policy-harness.ts";
import {
  container,
  deploymentWith,
  digest,
  type Json,
  podSpec,
  unknownObject,
  zeroDigest,
} from "./workloads.ts";

const only = (name: string) => ({ rules: rules.filter((rule) => rule.name === name) });

const bad = `quay.io/stranger/web@${zeroDigest}`;
const good = `ghcr.io/shop/web@${digest}`;

const custom = (kind: string, spec: Json): CapturedResource => ({
  ...deploymentWith({}),
  type: `kubernetes:postgresql.cnpg.io/v1:${kind}`,
  name: "database",
  props: {
    apiVersion: "postgresql.cnpg.io/v1",
    kind,
    metadata: { name: "database", namespace: "shop" },
    spec,
  },
});

const cluster = (imageName?: string) => custom("Cluster", { instances: 3, ...(imageName && { imageName }) });
const pooler = (image?: string) =>
  custom("Pooler", { template: { spec: { containers: [{ name: "pgbouncer", ...(image && { image }) }] } } });
const mounting = (image: unknown) => {
  const deployment = deploymentWith({});
  const template = { spec: podSpec({ volumes: [{ name: "models", image }] }) };
  return { ...deployment, props: { ...deployment.props, spec: { template } } };
};

describe.each(["no-never-released-digest", "allowed-image-registries"])("%s", (name) => {
  const found = async (resource: CapturedResource) =>
    (await judge([resource], { ...only(name), dryRun: false })).map(({ message }) => message);

  it.each([
    ["a cluster of CloudNativePG's", cluster(bad), "Cluster shop/database: spec.imageName is"],
    [
      "its pooler",
      pooler(bad),
      'Pooler shop/database, container "pgbouncer": spec.template.spec.containers[0].image is',
    ],
    [
      "a volume that is an image",
      mounting({ reference: bad }),
      'volume "models": spec.template.spec.volumes[0].image.reference is',
    ],
  ])("judges the image of %s", async (_, resource, place) => {
    expect(await found(resource)).toEqual([expect.stringContaining(place)]);
  });

  it("allows good ones, and those that the operator has of its own", async () => {
    for (const resource of [cluster(good), cluster(), pooler(good), pooler(), mounting({ reference: good })])
      expect(await found(resource)).toEqual([]);
  });

  it("is sure of a container's image beside a volume that is not known", async () => {
    const deployment = deploymentWith({});
    const spec = { ...podSpec({ containers: [container({ image: bad })] }), volumes: unknownObject };
    const resource = { ...deployment, props: { ...deployment.props, spec: { template: { spec } } } };
    expect(await found(resource)).toContainEqual(expect.stringContaining("containers[0].image is"));
  });
});

it("asks no operator for an image that it has of its own", async () => {
  for (const name of ["no-latest-tag", "require-image-digest"]) {
    expect(await judge([cluster(), pooler()], only(name))).toEqual([]);
    expect(await judge([cluster("postgres:latest")], only(name))).toHaveLength(1);
  }
});
