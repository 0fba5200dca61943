import { describe, expect, test } from "vitest";
import { driftIn } from "../../../tools/live/drift.ts";

const urn = (type: string, name: string): string => `urn:pulumi:dev::slipway::${type}::${name}`;
const deployment = "kubernetes:apps/v1:Deployment";

const step = (type: string, name: string, before: unknown, after: unknown) => ({
  op: "refresh",
  urn: urn(type, name),
  oldState: { type, inputs: before, outputs: { status: { readyReplicas: 1 } } },
  ...(after === undefined
    ? {}
    : { newState: { type, inputs: after, outputs: { status: { readyReplicas: 3 } } } }),
});

const drift = (...steps: unknown[]) => driftIn(JSON.stringify({ steps }));

describe("drift", () => {
  test("is a declared field that has another value, named by its path with both values", () => {
    const spec = (cpu: string) => ({ spec: { containers: [{ resources: { limits: { cpu } } }] } });
    expect(drift(step(deployment, "web", spec("250m"), spec("333m")))).toEqual([
      {
        type: deployment,
        name: "web",
        changes: ['spec.containers[0].resources.limits.cpu: declared "250m", live "333m"'],
      },
    ]);
  });

  test("is a field that was taken away, and one that was added", () => {
    const [found] = drift(
      step(deployment, "web", { metadata: { labels: { a: "1" } } }, { metadata: { labels: { b: "2" } } }),
    );
    expect(found?.changes).toEqual([
      'metadata.labels.a: declared "1", live nothing',
      'metadata.labels.b: declared nothing, live "2"',
    ]);
  });

  test("is an object that is gone", () => {
    expect(drift(step("kubernetes:core/v1:Service", "web", { spec: {} }, undefined))[0]?.changes).toEqual([
      "is gone",
    ]);
  });

  test("is not what controllers write, and not what is no object of the cluster", () => {
    expect(
      drift(
        step(deployment, "web", { spec: { replicas: 1 } }, { spec: { replicas: 1 } }),
        step("random:index/randomPassword:RandomPassword", "key", { length: 8 }, { length: 9 }),
      ),
    ).toEqual([]);
  });

  test("is not what updates leave as they find it, such as the replicas that an autoscaler sets", () => {
    const spec = (replicas: number, weights: number[]) => ({
      spec: { replicas, services: weights.map((weight) => ({ weight })) },
    });
    const left = step(deployment, "web", spec(2, [100, 0]), spec(5, [90, 10]));
    const ignoreChanges = ["spec.replicas", "spec.services[0].weight"];
    expect(drift({ ...left, oldState: { ...left.oldState, ignoreChanges } })[0]?.changes).toEqual([
      "spec.services[1].weight: declared 0, live 10",
    ]);
  });

  test("of a secret is known by its name alone, and only where the engine saw an input differ", () => {
    const secret = "kubernetes:core/v1:Secret";
    const masked = (name: string, detailedDiff: unknown) => ({
      ...step(secret, name, { stringData: { a: "[secret]" } }, { data: "[secret]" }),
      detailedDiff,
    });
    expect(
      drift(
        masked("edited", { 'data["tls.key"]': { kind: "update", inputDiff: true } }),
        masked("same", null),
        masked("filled", { "status.phase": { kind: "update", inputDiff: false } }),
      ),
    ).toEqual([{ name: "edited", type: secret, changes: ['data["tls.key"]: changed (secret)'] }]);
  });

  test("of a Secret shows nothing that somebody put there by hand, though no engine masks it", () => {
    const by = (text: string) => Buffer.from(text).toString("base64");
    const found = drift(
      step(
        "kubernetes:core/v1:Secret",
        "edited",
        { data: { a: by("before"), b: "[secret]" } },
        { data: { a: by("after"), b: "[secret]", c: by("more") } },
      ),
    );
    expect(found[0]?.changes).toEqual(["data.a: changed (secret)", "data.c: changed (secret)"]);
  });

  test("of a masked field in another kind is found by the mask, at any depth", () => {
    const changed = {
      ...step(
        deployment,
        "web",
        { spec: { env: [{ value: "[secret]" }] } },
        { spec: { env: [{ value: "[secret]" }] } },
      ),
      detailedDiff: {
        "spec.env[0].value": { kind: "update", inputDiff: true },
        "spec.replicas": { kind: "update", inputDiff: true },
      },
    };
    expect(drift(changed)[0]?.changes).toEqual(["spec.env[0].value: changed (secret)"]);
  });

  test("is not read from what is no JSON", () => {
    expect(() => driftIn("panic: no such thing")).toThrow(/no JSON.*panic: no such thing/s);
  });
});
