import { createHash, randomBytes } from "node:crypto";
import type { ResourceRules } from "../protocol/preview-only-provider.ts";
import { isObject, UNKNOWN, type Properties } from "../protocol/property-value.ts";
import type { CheckFailure, CheckRequest } from "../protocol/resource-provider.ts";

const ofRepository = ["repository"];
const ofEnvironment = ["repository", "environment"];

export const githubRules: Readonly<Record<string, ResourceRules>> = {
  "github:index/repository:Repository": {
    complete: withName,
    replacedBy: ["template", "sourceOwner", "sourceRepo"],
  },
  "github:index/repositoryRuleset:RepositoryRuleset": {
    required: ["enforcement", "repository", "rules", "target"],
    replacedBy: ofRepository,
    complete: withName,
    check: checkRuleset,
  },
  "github:index/repositoryEnvironment:RepositoryEnvironment": {
    required: ofEnvironment,
    replacedBy: ofEnvironment,
    check: checkEnvironment,
  },
  "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy": {
    required: ofEnvironment,
    replacedBy: ofEnvironment,
    check: checkDeploymentPolicy,
  },
  "github:index/branchDefault:BranchDefault": {
    required: ["branch", "repository"],
    replacedBy: ofRepository,
  },
  "github:index/branchProtection:BranchProtection": {
    required: ["pattern", "repositoryId"],
    replacedBy: ["repositoryId"],
  },
  "github:index/actionsSecret:ActionsSecret": {
    required: ["repository", "secretName"],
    replacedBy: ["repository", "secretName"],
  },
  "github:index/actionsVariable:ActionsVariable": {
    required: ["repository", "value", "variableName"],
    replacedBy: ["repository", "variableName"],
  },
  "github:index/actionsEnvironmentSecret:ActionsEnvironmentSecret": {
    required: [...ofEnvironment, "secretName"],
    replacedBy: [...ofEnvironment, "secretName"],
  },
  "github:index/actionsEnvironmentVariable:ActionsEnvironmentVariable": {
    required: [...ofEnvironment, "value", "variableName"],
    replacedBy: [...ofEnvironment, "variableName"],
  },
};

const SUFFIX_DIGITS = 7;

/** The vendor's plugin gives a name of its own to what the program left unnamed, and keeps it. */
function withName({ inputs, oldInputs, name, randomSeed, urn }: CheckRequest): Properties {
  if (inputs["name"] !== undefined && inputs["name"] !== null) return inputs;
  const old = oldInputs["name"];
  if (typeof old === "string" && old.startsWith(`${name}-`)) return { ...inputs, name: old };
  const digits =
    randomSeed.length === 0
      ? randomBytes(SUFFIX_DIGITS).toString("hex")
      : createHash("sha256").update(randomSeed).update(urn).digest("hex");
  return { ...inputs, name: `${name}-${digits.slice(0, SUFFIX_DIGITS)}` };
}

function checkRuleset({ enforcement, target }: Properties): CheckFailure[] {
  return [
    ...oneOf("enforcement", enforcement, ["active", "evaluate", "disabled"]),
    ...oneOf("target", target, ["branch", "tag", "push"]),
  ];
}

const MOST_REVIEWERS = 6;

function checkEnvironment({ deploymentBranchPolicy: policy, reviewers }: Properties): CheckFailure[] {
  const failures: CheckFailure[] = [];
  if (isObject(policy) && policy["protectedBranches"] === policy["customBranchPolicies"]) {
    failures.push({
      property: "deploymentBranchPolicy",
      reason: "exactly one of protectedBranches and customBranchPolicies must be true.",
    });
  }
  const count = (Array.isArray(reviewers) ? reviewers : [])
    .filter(isObject)
    .reduce((sum, { teams, users }) => sum + lengthOf(teams) + lengthOf(users), 0);
  if (count > MOST_REVIEWERS) {
    failures.push({
      property: "reviewers",
      reason: `there are ${count}, and GitHub takes at most ${MOST_REVIEWERS}.`,
    });
  }
  return failures;
}

function checkDeploymentPolicy({ branchPattern, tagPattern }: Properties): CheckFailure[] {
  const given = [branchPattern, tagPattern].filter((pattern) => pattern !== undefined && pattern !== null);
  if (given.length === 1) return [];
  return [{ property: "branchPattern", reason: "give exactly one of branchPattern and tagPattern." }];
}

function oneOf(
  property: string,
  value: Properties[string] | undefined,
  allowed: readonly string[],
): CheckFailure[] {
  // What is missing is told as missing, and what is unknown cannot be judged yet.
  if (typeof value !== "string" || value === UNKNOWN || allowed.includes(value)) return [];
  return [{ property, reason: `${JSON.stringify(value)} is not one of ${allowed.join(", ")}.` }];
}

function lengthOf(value: Properties[string] | undefined): number {
  return Array.isArray(value) ? value.length : 0;
}
