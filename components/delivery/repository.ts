import * as github from "@pulumi/github";
import * as pulumi from "@pulumi/pulumi";
import type { Repository as RepositoryOnGitHub } from "../../config/environment.ts";
import type { EnvironmentName } from "../../model/environment-name.ts";
import { deployedBranch, deploymentGates, environmentArgs } from "./deployment-gate.ts";
import { gitHubOwner } from "./github-owner.ts";
import { defaultBranchRuleset, versionTagRuleset } from "./rulesets.ts";

/** What a {@link Repository} is made from. */
export interface RepositoryArgs {
  /** Whose stack this is. */
  readonly environment: EnvironmentName;
  readonly repository: RepositoryOnGitHub;
}

/**
 * What a stack looks after in the repository on GitHub: the gate before its own deployments (DEP-10) and, in one
 * stack only, the rules of branches and tags (DEP-34). The repository itself exists already. In dev it does nothing.
 */
export class Repository extends pulumi.ComponentResource {
  constructor(name: string, args: RepositoryArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("slipway:delivery:Repository", name, {}, opts);
    const { environment, repository } = args;
    const gate = deploymentGates[environment];
    if (gate !== undefined) {
      const provider = gitHubOwner(`${name}-owner`, repository.owner, { parent: this });
      const child = { parent: this, provider };
      const gated = new github.RepositoryEnvironment(
        `${name}-${environment}`,
        environmentArgs(environment, gate, repository),
        child,
      );
      new github.RepositoryEnvironmentDeploymentPolicy(
        `${name}-${environment}-${deployedBranch}`,
        { repository: repository.name, environment: gated.environment, branchPattern: deployedBranch },
        child,
      );
      if (gate.keepsRules) {
        new github.RepositoryRuleset(`${name}-default-branch`, defaultBranchRuleset(repository.name), child);
        new github.RepositoryRuleset(`${name}-version-tags`, versionTagRuleset(repository.name), child);
      }
    }
    this.registerOutputs({});
  }
}
