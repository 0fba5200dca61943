import { afterEach, describe, expect, it, vi } from "vitest";
import { deploymentGates } from "../../../../components/delivery/deployment-gate.ts";
import { Repository } from "../../../../components/delivery/repository.ts";
import { type EnvironmentName, environmentNames } from "../../../../model/environment-name.ts";
import { type Recorded, recorded, typeChain } from "./recording.ts";

const onGitHub = { owner: "atlas", name: "slipway", reviewerTeams: [11, 12] };
const built = (environment: EnvironmentName) =>
  recorded(() => new Repository("repository", { environment, repository: onGitHub }));
const inputsOf = (resources: readonly Recorded[], name: string) =>
  resources.find((found) => found.name === name)?.inputs;

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("the repository", () => {
  it("has no environment for dev, and nothing else there", async () => {
    expect((await built("dev")).map(({ type }) => type)).toEqual(["slipway:delivery:Repository"]);
  });

  it("lets staging be deployed from main without an approval", async () => {
    const resources = await built("staging");
    expect(resources.map(({ name }) => name).toSorted()).toEqual([
      "repository",
      "repository-owner",
      "repository-staging",
      "repository-staging-main",
    ]);
    expect(inputsOf(resources, "repository-staging")).toEqual({
      repository: "slipway",
      environment: "staging",
      canAdminsBypass: false,
      deploymentBranchPolicy: { protectedBranches: false, customBranchPolicies: true },
    });
    expect(inputsOf(resources, "repository-staging-main")).toEqual({
      repository: "slipway",
      environment: "staging",
      branchPattern: "main",
    });
  });

  it("lets production be deployed from main when another one of the teams approves", async () => {
    const resources = await built("production");
    expect(inputsOf(resources, "repository-production")).toEqual({
      repository: "slipway",
      environment: "production",
      canAdminsBypass: false,
      deploymentBranchPolicy: { protectedBranches: false, customBranchPolicies: true },
      reviewers: [{ teams: [11, 12] }],
      preventSelfReview: true,
    });
    expect(inputsOf(resources, "repository-production-main")?.["branchPattern"]).toBe("main");
  });

  it("protects its default branch and the tags of versions", async () => {
    const resources = await built("production");
    expect(inputsOf(resources, "repository-default-branch")).toEqual({
      repository: "slipway",
      name: "default-branch",
      target: "branch",
      enforcement: "active",
      conditions: { refName: { includes: ["~DEFAULT_BRANCH"], excludes: [] } },
      rules: {
        deletion: true,
        nonFastForward: true,
        requiredLinearHistory: true,
        pullRequest: {
          allowedMergeMethods: ["squash", "rebase"],
          requiredApprovingReviewCount: 1,
          dismissStaleReviewsOnPush: true,
          requireCodeOwnerReview: true,
          requiredReviewThreadResolution: true,
        },
        requiredStatusChecks: { requiredChecks: [{ context: "ci" }], strictRequiredStatusChecksPolicy: true },
      },
    });
    expect(inputsOf(resources, "repository-version-tags")).toEqual({
      repository: "slipway",
      name: "version-tags",
      target: "tag",
      enforcement: "active",
      conditions: { refName: { includes: ["refs/tags/v*"], excludes: [] } },
      rules: { deletion: true, update: true, nonFastForward: true },
    });
  });

  it("is ruled by exactly one stack", async () => {
    const keepers = environmentNames.filter((name) => deploymentGates[name]?.keepsRules);
    expect(keepers).toEqual(["production"]);
    for (const name of environmentNames) {
      const rulesets = (await built(name)).filter(({ type }) => type.endsWith(":RepositoryRuleset"));
      expect(rulesets).toHaveLength(keepers.includes(name) ? 2 : 0);
    }
  });

  it("owns all of it, through one provider of its owner", async () => {
    const resources = await built("production");
    const provider = resources.find(({ type }) => type === "pulumi:providers:github");
    expect(provider?.inputs["owner"]).toBe("atlas");
    for (const resource of resources) {
      const [component, ...below] = typeChain(resource);
      expect(component).toBe("slipway:delivery:Repository");
      expect(below).toEqual(resource.name === "repository" ? [] : [resource.type]);
      if (resource.type.startsWith("github:"))
        expect(resource.provider.startsWith(provider?.urn ?? "?")).toBe(true);
    }
  });

  it("records no token, though the machine has one", async () => {
    vi.stubEnv("GITHUB_TOKEN", "a-token-that-must-not-be-recorded");
    const resources = await built("production");
    expect(JSON.stringify(resources)).not.toContain("must-not-be-recorded");
    expect(resources.find(({ type }) => type === "pulumi:providers:github")?.inputs).not.toHaveProperty(
      "token",
    );
    expect(resources.find(({ name }) => name === "repository")?.inputs).toEqual({});
  });
});
