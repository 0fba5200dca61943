import { describe, expect, test } from "vitest";
import { withEventProblems } from "../../../toolchain/plugins/kubernetes/await/event-problems.ts";
import type { Properties } from "../../../toolchain/plugins/protocol/property-value.ts";
import { condition, judge, owned, pod } from "./judged-object.ts";

const REVISION = "deployment.kubernetes.io/revision";

const deployment = (revision: string, status: Properties): Properties => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: {
    name: "web",
    namespace: "shop",
    uid: "d",
    generation: 2,
    annotations: { [REVISION]: revision },
  },
  spec: { replicas: 2 },
  status: { observedGeneration: 2, ...status },
});
const replicaSet = (revision: string, ready: number, wanted = 2): Properties => ({
  apiVersion: "apps/v1",
  kind: "ReplicaSet",
  metadata: {
    name: `web-${revision}`,
    namespace: "shop",
    uid: `rs${revision}`,
    annotations: { [REVISION]: revision },
    ...owned("d"),
  },
  spec: { replicas: wanted },
  status: { readyReplicas: ready },
});
const available = condition("Available", "True");
const rolledOut = condition("Progressing", "True", "NewReplicaSetAvailable");

describe("a Deployment is ready", () => {
  const conditions = [available, rolledOut];

  test("when the ReplicaSet of its revision has all its pods and it says so itself", () => {
    expect(judge(deployment("3", { conditions }), [replicaSet("3", 2)]).isReady).toBe(true);
  });

  test.each([
    [
      "its controller has not seen the change",
      deployment("3", { conditions, observedGeneration: 1 }),
      replicaSet("3", 2),
    ],
    ["only the old ReplicaSet is there", deployment("3", { conditions }), replicaSet("2", 2)],
    ["a pod of the new one is missing", deployment("3", { conditions }), replicaSet("3", 1)],
    [
      "the rollout is under way",
      deployment("3", { conditions: [available, condition("Progressing", "True", "ReplicaSetUpdated")] }),
      replicaSet("3", 2),
    ],
    [
      "too few pods are available",
      deployment("3", { conditions: [condition("Available", "False"), rolledOut] }),
      replicaSet("3", 2),
    ],
  ])("not while %s", (_case, object, set) => {
    expect(judge(object, [set]).isReady).toBe(false);
  });

  test("in its first revision without a word of progress", () => {
    expect(judge(deployment("1", { conditions: [available] }), [replicaSet("1", 2)]).isReady).toBe(true);
  });

  test("not while a claim that its pods use is unbound", () => {
    const object = deployment("1", { conditions: [available] });
    object["spec"] = { template: { spec: { volumes: [{ persistentVolumeClaim: { claimName: "data" } }] } } };
    const claim: Properties = {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name: "data" },
      status: { phase: "Pending" },
    };
    expect(judge(object, [replicaSet("1", 2), claim]).problems).toContain(
      "PersistentVolumeClaim data is Pending",
    );
  });

  test("and tells how far it is", () => {
    expect(judge(deployment("3", { conditions }), [replicaSet("3", 1)]).progress).toBe(
      "[1/2] Waiting for app ReplicaSet to be available (1/2 Pods available)",
    );
  });
});

describe("what is wrong with a Deployment", () => {
  const stuck = (...pods: Properties[]): readonly string[] =>
    judge(deployment("3", { conditions: [available] }), [replicaSet("3", 0), ...pods]).problems;

  test("an image that can't be pulled", () => {
    const state = { waiting: { reason: "ImagePullBackOff", message: "no such image" } };
    expect(stuck(pod("rs3", { containerStatuses: [{ name: "main", ready: false, state }] }))).toEqual([
      '[Pod shop/web-x]: container "main": ImagePullBackOff: no such image',
    ]);
  });

  test("a container that crashes, with its exit code and where its log is", () => {
    const status = {
      name: "main",
      ready: false,
      restartCount: 2,
      state: { waiting: { reason: "CrashLoopBackOff" } },
      lastState: { terminated: { exitCode: 3, reason: "Error", message: "no database" } },
    };
    const [waiting, exit] = stuck(pod("rs3", { containerStatuses: [status] }));
    expect(waiting).toContain("CrashLoopBackOff");
    expect(exit).toContain('container "main" ended with exit code 3 (Error), 2 restarts: no database');
    expect(exit).toContain("kubectl logs --namespace shop web-x --container main --previous");
  });

  test("a pod that finds no node", () => {
    const scheduled = condition(
      "PodScheduled",
      "False",
      "Unschedulable",
      "0/1 nodes are available: 1 Insufficient cpu.",
    );
    expect(stuck(pod("rs3", { conditions: [scheduled] }))).toEqual([
      "[Pod shop/web-x]: Unschedulable: 0/1 nodes are available: 1 Insufficient cpu.",
    ]);
  });

  test("what its own conditions say, such as a quota", () => {
    const failure = condition("ReplicaFailure", "True", "FailedCreate", "exceeded quota: small");
    const { problems } = judge(deployment("3", { conditions: [failure] }), [replicaSet("3", 0)]);
    expect(problems).toEqual(["[FailedCreate] exceeded quota: small"]);
  });

  test("nothing of pods of an older revision, nor of one that starts", () => {
    const starting = pod("rs3", {
      containerStatuses: [{ name: "main", state: { waiting: { reason: "ContainerCreating" } } }],
    });
    const old = pod("rs2", {
      containerStatuses: [{ name: "main", state: { waiting: { reason: "ErrImagePull" } } }],
    });
    expect(stuck(starting, old)).toEqual([]);
  });
});

describe("events", () => {
  const event = (
    uid: string,
    reason: string,
    message: string,
    lastTimestamp: string,
    count = 1,
  ): Properties => ({
    involvedObject: { uid },
    reason,
    message,
    lastTimestamp,
    count,
  });

  test("of each object and reason the latest, and nothing of strangers and ready pods", () => {
    const unready = pod("rs3", {}, "a");
    const ready = pod("rs3", { conditions: [condition("Ready", "True")] }, "b");
    const events = [
      event("a", "Unhealthy", "Readiness probe failed: 503", "2026-01-01T00:00:02Z", 4),
      event("a", "Unhealthy", "Readiness probe failed: refused", "2026-01-01T00:00:01Z"),
      event("b", "Unhealthy", "was slow to start", "2026-01-01T00:00:01Z"),
      event("c", "FailedMount", "somebody else's", "2026-01-01T00:00:01Z"),
    ];
    expect(withEventProblems([], events, [unready, ready])).toEqual([
      "[Pod shop/a]: Unhealthy: Readiness probe failed: 503 (4 times)",
    ]);
  });

  test("nothing that a problem says already", () => {
    const events = [event("a", "FailedScheduling", "Insufficient cpu", "2026-01-01T00:00:01Z")];
    const problems = ["[Pod shop/a]: Unschedulable: Insufficient cpu"];
    expect(withEventProblems(problems, events, [pod("rs3", {}, "a")])).toEqual(problems);
  });
});
