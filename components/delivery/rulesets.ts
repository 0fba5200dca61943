import type { RepositoryRulesetArgs } from "@pulumi/github";

/** The job of our CI workflow that stands for all of it. */
export const requiredCheck = "ci";

/**
 * What holds for the default branch (DEP-34): it is never deleted or rewritten, and changes only by a pull request
 * that is reviewed, discussed to the end and green on top of the branch as it is. Nobody is exempt.
 * @param repository Name of the repository, without its owner.
 */
export const defaultBranchRuleset = (repository: string): RepositoryRulesetArgs => ({
  repository,
  name: "default-branch",
  target: "branch",
  enforcement: "active",
  conditions: { refName: { includes: ["~DEFAULT_BRANCH"], excludes: [] } },
  rules: {
    deletion: true,
    nonFastForward: true,
    requiredLinearHistory: true,
    pullRequest: {
      // A merge commit is refused by the linear history anyway; so GitHub does not offer one.
      allowedMergeMethods: ["squash", "rebase"],
      requiredApprovingReviewCount: 1,
      dismissStaleReviewsOnPush: true,
      requireCodeOwnerReview: true,
      requiredReviewThreadResolution: true,
    },
    requiredStatusChecks: {
      requiredChecks: [{ context: requiredCheck }],
      strictRequiredStatusChecksPolicy: true,
    },
  },
});

/**
 * What holds for the tags that name a version (DEP-14, DEP-34): once set, they name the same commit for ever.
 * @param repository Name of the repository, without its owner.
 */
export const versionTagRuleset = (repository: string): RepositoryRulesetArgs => ({
  repository,
  name: "version-tags",
  target: "tag",
  enforcement: "active",
  conditions: { refName: { includes: ["refs/tags/v*"], excludes: [] } },
  rules: { deletion: true, update: true, nonFastForward: true },
});
