import { beforeAll, describe, expect, test } from "vitest";
import { environmentNames } from "../../model/environment-name.ts";
import type { CapturedResource } from "../../rendering/captured-resource.ts";
import { systems } from "../../systems/all.ts";
import { capturedStack } from "../support/captured-stack.ts";
import { type RenderedPods, renderedPods } from "../support/rendered-pods.ts";

interface Namespace {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
}

describe.each(environmentNames)("in %s", (stack) => {
  let resources: readonly CapturedResource[];
  let pods: readonly RenderedPods[];
  beforeAll(async () => {
    resources = await capturedStack(stack);
    pods = renderedPods(resources);
  }, 60_000);

  test("the pods of every service are among those that are looked at", () => {
    const declared = systems.flatMap(({ name, services }) =>
      Object.keys(services).map((service) => `${name}-${stack}/${service}`),
    );
    const found = pods.map(({ namespace, name }) => `${namespace}/${name}`);
    expect(declared.filter((service) => !found.includes(service))).toEqual([]);
  });

  test("no process runs as root, writes to its root file system or has a capability (SEC-17)", () => {
    for (const { namespace, name, spec } of pods) {
      const where = `${namespace}/${name}`;
      expect(spec.securityContext, where).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: "RuntimeDefault" },
      });
      expect(spec.securityContext?.runAsUser, where).toBeGreaterThan(0);
      for (const shared of ["hostNetwork", "hostPID", "hostIPC"] as const)
        expect(spec[shared] ?? false, where).toBe(false);
      for (const { securityContext } of [...(spec.initContainers ?? []), ...spec.containers]) {
        // The pod's own user and group hold, as no container names others.
        expect(securityContext, where).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        });
      }
    }
  });

  test("every namespace refuses, warns of and records what is not restricted (SEC-17)", () => {
    const namespaces = resources
      .filter(({ type }) => type === "kubernetes:core/v1:Namespace")
      .map(({ inputs }) => inputs as unknown as Namespace);
    expect(namespaces.map(({ metadata }) => metadata.name).sort()).toEqual(
      systems.map(({ name }) => `${name}-${stack}`).sort(),
    );
    for (const { metadata } of namespaces)
      for (const mode of ["enforce", "warn", "audit"])
        expect(metadata.labels[`pod-security.kubernetes.io/${mode}`], metadata.name).toBe("restricted");
  });

  test("a container that ends is started again, of a service always and of a job never (SYS-19)", () => {
    for (const { kind, namespace, name, spec } of pods) {
      const isJob = kind === "Job" || kind === "CronJob";
      expect(spec.restartPolicy ?? "Always", `${namespace}/${name}`).toBe(isJob ? "Never" : "Always");
    }
  });
});
