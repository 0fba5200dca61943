import { describe, expect, test } from "vitest";
import { configurationFrom, diffConfiguration } from "../../../toolchain/plugins/kubernetes/configuration.ts";
import { diffObject } from "../../../toolchain/plugins/kubernetes/diff.ts";
import { previewObject, previewUpdatedObject } from "../../../toolchain/plugins/kubernetes/preview.ts";
import { formatPath } from "../../../toolchain/plugins/protocol/difference.ts";
import { asSecret, UNKNOWN, type Properties } from "../../../toolchain/plugins/protocol/property-value.ts";

const identity = (type: string) => ({ urn: `urn:pulumi:dev::slipway::${type}::web`, type, name: "web" });

function diff(type: string, old: Properties, inputs: Properties, settings: Properties = {}) {
  const change = { oldInputs: old, oldState: old, inputs };
  const result = diffObject(identity(type), change, configurationFrom(settings));
  return {
    changes: result.differences.map(
      ({ path, kind, replaces }) => `${kind}${replaces ? "-replace" : ""} ${formatPath(path)}`,
    ),
    deleteBeforeReplace: result.deleteBeforeReplace,
  };
}

const named = (more: Properties = {}): Properties => ({
  metadata: { name: "web", namespace: "shop" },
  ...more,
});
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
const STATEFUL_SET = "kubernetes:apps/v1:StatefulSet";

describe("changes", () => {
  test("none between equal inputs, whether or not the default namespace is said", () => {
    const unsaid = { metadata: { name: "web" } };
    const said = { metadata: { name: "web", namespace: "default" } };
    expect(diff(CONFIG_MAP, unsaid, said).changes).toEqual([]);
    expect(diff(CONFIG_MAP, named({ a: null }), named()).changes).toEqual([]);
  });

  test("are told leaf by leaf, with quoted keys and list positions", () => {
    const old = named({ spec: { replicas: 1, template: { spec: { containers: [{ image: "a:1" }] } } } });
    const next = {
      metadata: { name: "web", namespace: "shop", labels: { "app.kubernetes.io/name": "web" } },
      spec: { template: { spec: { containers: [{ image: "a:2" }, { image: "b:1" }] } } },
    };
    expect(diff(DEPLOYMENT, old, next)).toEqual({
      changes: [
        "add metadata.labels",
        "delete spec.replicas",
        "update spec.template.spec.containers[0].image",
        "add spec.template.spec.containers[1]",
      ],
      deleteBeforeReplace: false,
    });
  });

  test("see through secret marks", () => {
    const old = named({ data: asSecret({ a: "1" }) });
    expect(diff("kubernetes:core/v1:Secret", old, named({ data: { a: "1" } })).changes).toEqual([]);
  });
});

describe("replacement", () => {
  test("of an object that gets another name or namespace, beside the old one", () => {
    expect(diff(CONFIG_MAP, named(), { metadata: { name: "other", namespace: "shop" } })).toEqual({
      changes: ["update-replace metadata.name"],
      deleteBeforeReplace: false,
    });
    const moved = { metadata: { name: "web", namespace: "elsewhere" } };
    expect(diff(CONFIG_MAP, named(), moved).changes).toEqual(["update-replace metadata.namespace"]);
  });

  test("deletes first where the new object has the old one's place", () => {
    const spec = (app: string) => named({ spec: { selector: { matchLabels: { app } } } });
    expect(diff(DEPLOYMENT, spec("a"), spec("b"))).toEqual({
      changes: ["update-replace spec.selector.matchLabels.app"],
      deleteBeforeReplace: true,
    });
  });

  test("of a Job that did not complete, where the program asks for it", () => {
    const job = (again: string): Properties => ({
      metadata: { name: "seed", namespace: "shop", annotations: { "pulumi.com/replaceUnready": again } },
    });
    const changes = (again: string, type: string, status: string) => {
      const oldState = { ...job(again), __inputs: job(again), status: { conditions: [{ type, status }] } };
      const change = { oldInputs: job(again), oldState, inputs: job(again) };
      const { differences, deleteBeforeReplace } = diffObject(
        identity("kubernetes:batch/v1:Job"),
        change,
        configurationFrom({}),
      );
      return [
        differences.map(({ path, replaces }) => `${formatPath(path)} ${replaces}`),
        deleteBeforeReplace,
      ];
    };
    const again = ['metadata.annotations["pulumi.com/replaceUnready"] true'];
    expect(changes("true", "Failed", "True")).toEqual([again, true]);
    expect(changes("true", "Complete", "False")).toEqual([again, true]);
    expect(changes("true", "Complete", "True")).toEqual([[], false]);
    expect(changes("false", "Failed", "True")).toEqual([[], false]);
  });

  test("creates first where the name is Pulumi's own", () => {
    const object = (value: string): Properties => ({
      metadata: { name: "web-1", annotations: { "pulumi.com/autonamed": "true" } },
      data: { value },
    });
    expect(diff(CONFIG_MAP, object("a"), object("b"))).toEqual({
      changes: ["update-replace data.value"],
      deleteBeforeReplace: false,
    });
  });

  test.each([
    ["kubernetes:core/v1:Service", "spec.clusterIP", { clusterIP: "10.0.0.1" }, { clusterIP: "10.0.0.2" }],
    [
      "kubernetes:batch/v1:Job",
      "spec.template.spec.x",
      { template: { spec: { x: 1 } } },
      { template: { spec: { x: 2 } } },
    ],
    [STATEFUL_SET, "spec.serviceName", { serviceName: "a" }, { serviceName: "b" }],
    [
      STATEFUL_SET,
      "spec.podManagementPolicy",
      { podManagementPolicy: "Parallel" },
      { podManagementPolicy: "OrderedReady" },
    ],
    [
      "kubernetes:core/v1:PersistentVolumeClaim",
      "spec.storageClassName",
      { storageClassName: "a" },
      { storageClassName: "b" },
    ],
    ["kubernetes:core/v1:Pod", "spec.restartPolicy", { restartPolicy: "Never" }, { restartPolicy: "Always" }],
  ])("%s is replaced for %s", (type, path, old, next) => {
    expect(diff(type, named({ spec: old }), named({ spec: next })).changes).toEqual([
      `update-replace ${path}`,
    ]);
  });

  test.each([
    [DEPLOYMENT, { replicas: 1 }, { replicas: 2 }],
    [STATEFUL_SET, { replicas: 1 }, { replicas: 2 }],
    [STATEFUL_SET, { template: { a: 1 } }, { template: { a: 2 } }],
    ["kubernetes:core/v1:Service", { ports: [{ port: 80 }] }, { ports: [{ port: 81 }] }],
    ["kubernetes:batch/v1:CronJob", { schedule: "a" }, { schedule: "b" }],
  ])("%s takes a change from %j to %j", (type, old, next) => {
    expect(diff(type, named({ spec: old }), named({ spec: next })).changes.join()).not.toContain("replace");
  });

  test("a patch resource is never replaced for what it patches", () => {
    const patch = (serviceName: string) => ({ kind: "StatefulSet", ...named({ spec: { serviceName } }) });
    const changes = diff("kubernetes:apps/v1:StatefulSetPatch", patch("a"), patch("b")).changes;
    expect(changes).toEqual(["update spec.serviceName"]);
  });
});

describe("content of ConfigMaps and Secrets", () => {
  const data = (value: string) => named({ data: { value } });

  test("is immutable unless the provider says otherwise", () => {
    expect(diff(CONFIG_MAP, data("a"), data("b")).changes).toEqual(["update-replace data.value"]);
    const mutable = { enableConfigMapMutable: "true" };
    expect(diff(CONFIG_MAP, data("a"), data("b"), mutable).changes).toEqual(["update data.value"]);
    expect(diff("kubernetes:core/v1:Secret", data("a"), data("b")).changes).toEqual([
      "update-replace data.value",
    ]);
    const secrets = { enableSecretMutable: true };
    expect(diff("kubernetes:core/v1:Secret", data("a"), data("b"), secrets).changes).toEqual([
      "update data.value",
    ]);
  });

  test("is immutable where the object says so", () => {
    const frozen = (value: string) => ({ ...data(value), immutable: true });
    const mutable = { enableConfigMapMutable: "true" };
    expect(diff(CONFIG_MAP, frozen("a"), frozen("b"), mutable).changes).toEqual([
      "update-replace data.value",
    ]);
  });

  test("a Secret's type never changes in place", () => {
    const typed = (type: string) => named({ type });
    const changes = diff("kubernetes:core/v1:Secret", typed("a"), typed("b"), {
      enableSecretMutable: true,
    }).changes;
    expect(changes).toEqual(["update-replace type"]);
  });
});

describe("the provider's own settings", () => {
  const replaced = (old: Properties, inputs: Properties) =>
    diffConfiguration({ oldInputs: old, oldState: old, inputs }).differences.some(({ replaces }) => replaces);

  test("another cluster is another provider", () => {
    expect(replaced({ context: "a" }, { context: "b" })).toBe(true);
    expect(replaced({ clusterIdentifier: "a" }, { clusterIdentifier: "b" })).toBe(true);
  });

  test("the same identifier is the same cluster, whatever leads to it", () => {
    const old = { clusterIdentifier: "a", kubeconfig: "x" };
    expect(replaced(old, { clusterIdentifier: "a", kubeconfig: "y" })).toBe(false);
  });

  test("starting to say the identifier, or another switch, replaces nothing", () => {
    expect(replaced({}, { clusterIdentifier: "a" })).toBe(false);
    expect(replaced({ namespace: "a" }, { namespace: "b" })).toBe(false);
  });
});

describe("preview", () => {
  const service = identity("kubernetes:core/v1:Service");

  test("leaves unknown what the API server will assign", () => {
    const object = previewObject(service, named({ spec: { ports: [{ port: 80 }] } }));
    expect(object["spec"]).toEqual({ ports: [{ port: 80 }], clusterIP: UNKNOWN, clusterIPs: UNKNOWN });
    expect(object["metadata"]).toMatchObject({ name: "web", uid: UNKNOWN });
    expect(object["status"]).toBe(UNKNOWN);
  });

  test("an update keeps what was assigned", () => {
    const old = {
      metadata: { name: "web", uid: "1" },
      spec: { clusterIP: "10.0.0.1", clusterIPs: ["10.0.0.1"] },
    };
    const object = previewUpdatedObject(service, old, named({ spec: { ports: [{ port: 81 }] } }));
    expect(object["metadata"]).toMatchObject({ uid: "1", resourceVersion: UNKNOWN });
    expect(object["spec"]).toMatchObject({ clusterIP: "10.0.0.1", clusterIPs: ["10.0.0.1"] });
  });

  test("a Secret's values stay secret", () => {
    const object = previewObject(identity("kubernetes:core/v1:Secret"), named({ stringData: { a: "b" } }));
    expect(object["stringData"]).toEqual(asSecret({ a: "b" }));
  });
});
