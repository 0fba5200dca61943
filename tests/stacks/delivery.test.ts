import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { neverReleased } from "../../components/delivery/never-released.ts";
import { configuredEnvironment } from "../../config/stack-files.ts";
import { capture } from "../../rendering/capture.ts";
import type { CapturedResource } from "../../rendering/captured-resource.ts";
import { capturedStack } from "../support/captured-stack.ts";
import { realEnvironment } from "../support/declarations.ts";
import { judgeStack } from "../support/judge-stack.ts";

type Given = Record<string, unknown>;

const configured = (stack: "dev" | "production", more: Given): Given => ({
  ...(configuredEnvironment(stack) as Given),
  ...more,
});

const named = (resources: readonly CapturedResource[], type: string, name: string): CapturedResource => {
  const found = resources.find((resource) => resource.type === type && resource.name === name);
  if (!found) throw new Error(`no ${type} ${name}`);
  return found;
};

describe("a checkout in dev", () => {
  let checkout: string;
  beforeAll(() => {
    checkout = mkdtempSync(join(tmpdir(), "checkout-"));
    writeFileSync(join(checkout, "Dockerfile"), "FROM scratch\n");
  });
  afterAll(() => {
    rmSync(checkout, { recursive: true });
  });

  const withCheckout = (context: string) =>
    configured("dev", { checkouts: { "atlas-ux": { backend: { context } } } });

  test("is built, and every service of the image runs the build and waits for it", async () => {
    const resources = await capture("dev", { environment: withCheckout(checkout) });
    const image = named(resources, "docker:index/image:Image", "atlas-ux-backend-image");
    const component = named(resources, "slipway:delivery:ContainerImage", "atlas-ux-backend-image");
    expect(image.parent).toBe(component.urn);
    const reference = image.inputs["imageName"];
    expect(reference).toMatch(/^ghcr\.io\/atlas-ux\/backend:dev-[0-9a-f]{12}$/);
    for (const service of ["web", "email-worker", "engine-worker", "scheduler"]) {
      const kind = service === "web" ? "Deployment" : "StatefulSet";
      const deployment = named(resources, `kubernetes:apps/v1:${kind}`, `atlas-ux-${service}`);
      expect(JSON.stringify(deployment.inputs)).toContain(`"image":${JSON.stringify(reference)}`);
      expect(deployment.dependsOn).toContain(image.urn);
    }
    const frontend = named(resources, "kubernetes:apps/v1:Deployment", "atlas-ux-frontend");
    expect(frontend.dependsOn).not.toContain(image.urn);
  });

  test("is a release as far as the policies are concerned", async () => {
    const resources = await capture("dev", { environment: withCheckout(checkout), preview: false });
    const refused = (await judgeStack("dev", resources, false)).map(({ urn }) => urn?.split("::").at(-1));
    expect(refused).not.toContain("atlas-ux-web");
    expect(refused).toContain("atlas-ux-frontend");
  });

  test("that is not there is an error before anything is registered", async () => {
    await expect(capture("dev", { environment: withCheckout(join(checkout, "gone")) })).rejects.toThrow(
      /slipway:environment\.checkouts\.atlas-ux\.backend\.context: .*gone/,
    );
  });
});

describe("a stack without checkouts and repository", () => {
  test.each(["dev", "staging", "production"] as const)(
    "asks nothing of Docker and GitHub in %s",
    async (stack) => {
      const types = (await capturedStack(stack)).map(({ type }) => type);
      expect(types.filter((type) => type.startsWith("docker:") || type.startsWith("github:"))).toEqual([]);
    },
  );
});

test("a repository that is named is looked after", async () => {
  const repository = { owner: "slipway-example", name: "platform", reviewerTeams: [1] };
  const resources = await capture("production", { environment: configured("production", { repository }) });
  const types = new Set(resources.map(({ type }) => type).filter((type) => type.startsWith("github:")));
  expect(types).toContain("github:index/repositoryEnvironment:RepositoryEnvironment");
  expect(types).toContain("github:index/repositoryRuleset:RepositoryRuleset");
});

describe("never released", () => {
  test("are in dev all images of a team, and none that has a tag", () => {
    expect(neverReleased(realEnvironment("dev"))).toEqual([
      "atlas-ux.backend",
      "atlas-ux.frontend",
      "crb-analyser.backend",
      "crb-analyser.frontend",
      "odd-scenes.frontend",
      "odd-scenes.backend",
      "odd-scenes.ai-backend",
    ]);
  });

  test("is elsewhere also the platform's image whose digest no source gives", () => {
    expect(neverReleased(realEnvironment("production"))).toContain("platform.qdrant");
    expect(neverReleased(realEnvironment("production"))).not.toContain("platform.postgres");
  });
});
