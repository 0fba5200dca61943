import { describe, expect, test } from "vitest";
import { dockerRules } from "../../../toolchain/plugins/docker/rules.ts";
import { githubRules } from "../../../toolchain/plugins/github/rules.ts";
import { previewOnlyProvider } from "../../../toolchain/plugins/protocol/preview-only-provider.ts";
import { UNKNOWN, type Properties } from "../../../toolchain/plugins/protocol/property-value.ts";

const docker = previewOnlyProvider({
  name: "docker",
  version: "5.2.0",
  rules: dockerRules,
  because: "No engine.",
});
const github = previewOnlyProvider({
  name: "github",
  version: "6.15.0",
  rules: githubRules,
  because: "No GitHub.",
});

const identity = (type: string) => ({ urn: `urn:pulumi:dev::slipway::${type}::it`, type, name: "it" });
const check = (provider: typeof docker, type: string, inputs: Properties, oldInputs: Properties = {}) =>
  provider.check({
    ...identity(type),
    inputs,
    oldInputs,
    randomSeed: new Uint8Array([1]),
    autonaming: undefined,
  });
const reasons = (provider: typeof docker, type: string, inputs: Properties) =>
  check(provider, type, inputs).failures.map(({ property }) => property);
const replaces = (provider: typeof docker, type: string, oldInputs: Properties, inputs: Properties) =>
  provider
    .diff({ ...identity(type), oldInputs, oldState: oldInputs, inputs })
    .differences.map((difference) => difference.replaces);

const IMAGE = "docker:index/image:Image";
const ENVIRONMENT = "github:index/repositoryEnvironment:RepositoryEnvironment";
const RULESET = "github:index/repositoryRuleset:RepositoryRuleset";
const POLICY = "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy";

describe("docker", () => {
  test("an image needs a name that is one", () => {
    expect(reasons(docker, IMAGE, {})).toEqual(["imageName"]);
    expect(reasons(docker, IMAGE, { imageName: "Registry/Web" })).toEqual(["imageName"]);
    for (const imageName of ["web", "web:1.2", "registry.example.com:5000/shop/web:abc", UNKNOWN]) {
      expect(reasons(docker, IMAGE, { imageName })).toEqual([]);
    }
  });

  test("an image is built again in place, and new credentials are no change", () => {
    const image = (context: string, password: string) => ({
      imageName: "web",
      build: { context },
      registry: { password },
    });
    expect(replaces(docker, IMAGE, image("a", "1"), image("b", "1"))).toEqual([false]);
    expect(replaces(docker, IMAGE, image("a", "1"), image("a", "2"))).toEqual([]);
  });

  test("nothing is built, and the refusal says how to get the plugin that does", async () => {
    await expect(docker.create(identity(IMAGE), {}, { timeoutSeconds: 0 })).rejects.toThrow(
      /does not create urn:.* No engine\. "make doctor" says how to get the vendor's plugin, version 5\.2\.0/,
    );
  });
});

describe("github", () => {
  test("an unnamed repository gets a name and keeps it", () => {
    const type = "github:index/repository:Repository";
    const { inputs } = check(github, type, {});
    expect(inputs["name"]).toMatch(/^it-[0-9a-f]{7}$/);
    expect(check(github, type, {}, inputs).inputs["name"]).toBe(inputs["name"]);
    expect(check(github, type, { name: "shop" }).inputs["name"]).toBe("shop");
  });

  test("a ruleset names its repository, what it applies to and how strictly", () => {
    expect(reasons(github, RULESET, {})).toEqual(["enforcement", "repository", "rules", "target"]);
    const ruleset = { enforcement: "on", repository: "shop", rules: {}, target: "branch" };
    expect(reasons(github, RULESET, ruleset)).toEqual(["enforcement"]);
    expect(reasons(github, RULESET, { ...ruleset, enforcement: UNKNOWN })).toEqual([]);
  });

  test("an environment has at most six reviewers and one kind of branch policy", () => {
    const environment = { repository: "shop", environment: "production" };
    const reviewers = [{ users: [1, 2, 3, 4], teams: [5, 6, 7] }];
    expect(reasons(github, ENVIRONMENT, { ...environment, reviewers })).toEqual(["reviewers"]);
    const deploymentBranchPolicy = { protectedBranches: true, customBranchPolicies: true };
    expect(reasons(github, ENVIRONMENT, { ...environment, deploymentBranchPolicy })).toEqual([
      "deploymentBranchPolicy",
    ]);
    expect(reasons(github, ENVIRONMENT, environment)).toEqual([]);
  });

  test("a deployment policy is for branches or for tags", () => {
    const policy = { repository: "shop", environment: "production" };
    expect(reasons(github, POLICY, policy)).toEqual(["branchPattern"]);
    expect(reasons(github, POLICY, { ...policy, tagPattern: "v*" })).toEqual([]);
    expect(reasons(github, POLICY, { ...policy, tagPattern: "v*", branchPattern: "main" })).toEqual([
      "branchPattern",
    ]);
  });

  test("another repository is another environment; another wait is not", () => {
    const environment = (repository: string, waitTimer: number) => ({
      repository,
      environment: "staging",
      waitTimer,
    });
    expect(replaces(github, ENVIRONMENT, environment("a", 1), environment("b", 1))).toEqual([true]);
    expect(replaces(github, ENVIRONMENT, environment("a", 1), environment("a", 2))).toEqual([false]);
  });
});
