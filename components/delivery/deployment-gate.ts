import type { RepositoryEnvironmentArgs } from "@pulumi/github";
import type { Repository } from "../../config/environment.ts";
import type { ByEnvironment, EnvironmentName } from "../../model/environment-name.ts";

/** What GitHub asks for before a workflow may deploy to an environment. */
export interface DeploymentGate {
  /** Whether someone of the reviewing teams must approve each deployment, other than who started it (DEP-10). */
  readonly approval: boolean;
  /**
   * Whether the stack of this environment keeps the rules of the repository's branches and tags. True of exactly
   * one: two stacks would each create them, and undo each other's changes.
   */
  readonly keepsRules: boolean;
}

/** The gate of each environment. Dev has none: nothing deploys to it but the laptop that it runs on. */
export const deploymentGates: ByEnvironment<DeploymentGate | undefined> = {
  dev: undefined,
  staging: { approval: false, keepsRules: false },
  production: { approval: true, keepsRules: true },
};

/** The only branch that may be deployed: what is on it has passed review and CI. */
export const deployedBranch = "main";

/** GitHub's environment of the same name as ours. Administrators wait for the gate like everybody else. */
export function environmentArgs(
  environment: EnvironmentName,
  { approval }: DeploymentGate,
  { name, reviewerTeams }: Repository,
): RepositoryEnvironmentArgs {
  return {
    repository: name,
    environment,
    canAdminsBypass: false,
    deploymentBranchPolicy: { protectedBranches: false, customBranchPolicies: true },
    ...(approval && { reviewers: [{ teams: [...reviewerTeams] }], preventSelfReview: true }),
  };
}
