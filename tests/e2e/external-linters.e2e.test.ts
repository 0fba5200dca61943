import { beforeAll, describe, expect, test } from "vitest";
import { badObjects } from "./external-linters/bad-objects.ts";
import { checkov, installCheckov, whyNoCheckov } from "./external-linters/checkov/checkov.ts";
import { deploymentEquivalent } from "./external-linters/deployment-equivalent.ts";
import type { Judgement, Tool } from "./external-linters/judgement.ts";
import { buildKubeScore, kubeScore, whyNoKubeScore } from "./external-linters/kube-score/kube-score.ts";
import { lint, type Linter } from "./external-linters/lint.ts";
import { makesPods, type Manifest, objectName } from "./external-linters/manifest.ts";
import { type LintedObjects, productionObjects } from "./external-linters/production.ts";
import { unwaived } from "./external-linters/unwaived.ts";
import { MOST_WAIVERS, waivers } from "./external-linters/waivers.ts";

interface Case {
  readonly tool: Tool;
  readonly linter: Linter;
  readonly provide: () => Promise<void>;
  /** Why it can't be had here; nothing where it can. */
  readonly missing: string | undefined;
  /** Rules that the careless workload breaks: its image's tag, its root user, its privileges, its lack of limits. */
  readonly broken: readonly string[];
}

const cases: readonly Case[] = [
  {
    tool: "kube-score",
    linter: kubeScore,
    provide: buildKubeScore,
    missing: whyNoKubeScore(),
    broken: [
      "container-image-tag",
      "container-resources",
      "container-security-context-privileged",
      "container-security-context-user-group-id",
      "pod-networkpolicy",
    ],
  },
  {
    tool: "checkov",
    linter: checkov,
    provide: installCheckov,
    missing: whyNoCheckov(),
    broken: ["CKV_K8S_11", "CKV_K8S_14", "CKV_K8S_16", "CKV_K8S_23", "CKV2_K8S_6"],
  },
];

/** What the objects with pods in them are called, sorted. */
const workloads = (manifests: readonly Manifest[]): string[] =>
  manifests.filter(makesPods).map(objectName).sort();

let production: LintedObjects;

beforeAll(async () => {
  production = await productionObjects();
});

describe.each(cases)("$tool", ({ tool, linter, provide, missing, broken }) => {
  test("judges every workload of production and finds nothing but what is waived", async (context) => {
    if (missing !== undefined) context.skip(`${tool} can't be had: ${missing}`);
    await provide();
    const { judged, findings } = await lint(linter, production);
    const wanted = workloads(production.own);
    expect(judged.filter((object) => wanted.includes(object))).toEqual(wanted);
    expect(
      unwaived(
        findings,
        waivers.filter((waiver) => waiver.tool === tool),
      ),
    ).toEqual([]);
    console.log(summary({ judged, findings }, wanted.length));
  });

  test("finds fault with a careless workload", async (context) => {
    if (missing !== undefined) context.skip(`${tool} can't be had: ${missing}`);
    await provide();
    const { judged, findings } = await lint(linter, badObjects);
    expect(judged).toContain("Deployment/shop/careless");
    expect(findings.map(({ rule }) => rule)).toEqual(expect.arrayContaining([...broken]));
    const [first = ""] = unwaived(findings, []);
    expect(first).toMatch(new RegExp(`^${tool} \\S+: Deployment/shop/careless: .+`));
  });
});

const summary = ({ judged, findings }: Judgement, pods: number): string =>
  `${judged.length} objects judged, ${pods} of them workloads; ${findings.length} findings, all waived`;

describe("waivers", () => {
  const finding = {
    tool: "checkov",
    rule: "CKV_K8S_40",
    object: "Deployment/a/b",
    message: "a low user",
  } as const;
  const waiver = { tool: "checkov", rule: "CKV_K8S_40", objects: ["Deployment/a/b"], reason: "so" } as const;

  test("are at most five, one a rule, each with a reason", () => {
    expect(waivers.length).toBeLessThanOrEqual(MOST_WAIVERS);
    expect(new Set(waivers.map(({ tool, rule }) => `${tool} ${rule}`)).size).toBe(waivers.length);
    for (const { reason } of waivers) expect(reason.length).toBeGreaterThan(40);
  });

  test("excuse the rule and the objects that they name, and nothing else", () => {
    expect(unwaived([finding], [waiver])).toEqual([]);
    const unknown = "checkov CKV_K8S_40: Deployment/a/b: a low user";
    expect(unwaived([finding], [])).toEqual([unknown]);
    expect(unwaived([finding, { ...finding, object: "Deployment/a/c" }], [waiver])).toEqual([
      "checkov CKV_K8S_40: Deployment/a/c: a low user",
    ]);
    expect(unwaived([finding], [{ ...waiver, tool: "kube-score" }])).toContain(unknown);
  });

  test("fail when they excuse nothing, each object that they name by itself", () => {
    expect(unwaived([], [{ ...waiver, objects: "all" }])).toEqual([
      "the waiver of checkov CKV_K8S_40 for all excuses nothing",
    ]);
    expect(unwaived([finding], [{ ...waiver, objects: ["Deployment/a/b", "Deployment/a/gone"] }])).toEqual([
      "the waiver of checkov CKV_K8S_40 for Deployment/a/gone excuses nothing",
    ]);
  });
});

describe("the Deployment equivalent", () => {
  const metadata = { name: "web", namespace: "shop", labels: { a: "b" } };
  const template = { spec: { containers: [{ name: "web", image: "web:1" }] } };

  test("of a Rollout runs the same pods, and drops what only a Rollout has", () => {
    const shared = { replicas: 2, selector: { matchLabels: { a: "b" } }, minReadySeconds: 5, template };
    const rollout = {
      apiVersion: "argoproj.io/v1alpha1",
      kind: "Rollout",
      metadata,
      spec: { ...shared, rollbackWindow: { revisions: 3 }, strategy: { canary: { steps: [] } } },
    };
    expect(deploymentEquivalent(rollout)).toEqual({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: {
        ...shared,
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      },
    });
    expect(makesPods(rollout)).toBe(true);
    expect(() => deploymentEquivalent({ ...rollout, spec: { workloadRef: {} } })).toThrow(
      /web has no pod template/,
    );
  });

  test("of a Rollout's autoscaler scales that Deployment, and other objects stay as they are", () => {
    const autoscaler = (target: object): Manifest => ({
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      metadata,
      spec: { maxReplicas: 3, scaleTargetRef: target },
    });
    const deployment = { apiVersion: "apps/v1", kind: "Deployment", name: "web" };
    expect(
      deploymentEquivalent(autoscaler({ apiVersion: "argoproj.io/v1alpha1", kind: "Rollout", name: "web" })),
    ).toEqual(autoscaler(deployment));
    expect(deploymentEquivalent(autoscaler(deployment))).toEqual(autoscaler(deployment));
    const service = { apiVersion: "v1", kind: "Service", metadata, spec: { type: "ClusterIP" } };
    expect(deploymentEquivalent(service)).toBe(service);
  });
});

test("no workload of production is anything that linters pass over", () => {
  expect(workloads(production.own).length).toBeGreaterThan(10);
  for (const object of workloads(production.own))
    expect(object).toMatch(/^(Deployment|StatefulSet|DaemonSet|Job|CronJob|Pod)\//);
});
