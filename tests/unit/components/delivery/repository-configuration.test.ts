import { describe, expect, it } from "vitest";
import { parseEnvironment } from "../../../../config/parse-environment.ts";
import { environmentSchema } from "../../../../config/schema.ts";
import type { EnvironmentName } from "../../../../model/environment-name.ts";
import { Digest } from "../../../../model/image-reference.ts";
import { platformImageNames } from "../../../../model/platform-image.ts";

/** What the schema says is wrong with a repository, by path; what else is missing does not matter. */
function read(environment: EnvironmentName, repository: unknown): unknown {
  const { error } = environmentSchema([], environment).safeParse({ repository });
  const problems = (error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
  const found = problems.filter((problem) => problem.includes("repository"));
  return found.length === 0 ? "accepted" : found;
}

const onGitHub = { owner: "atlas", name: "slipway" };

describe("the repository of an environment", () => {
  it("names one to six teams in production", () => {
    expect(read("production", { ...onGitHub, reviewerTeams: [11, 12] })).toBe("accepted");
    expect(read("production", onGitHub)).toEqual([
      "repository.reviewerTeams: missing; list the numeric ids of the teams that approve deployments",
    ]);
    expect(read("production", { ...onGitHub, reviewerTeams: [] })).toEqual([
      "repository.reviewerTeams: is empty; a deployment to production waits for an approval, so give one to six teams",
    ]);
    expect(read("production", { ...onGitHub, reviewerTeams: [1, 2, 3, 4, 5, 6, 7] })).toEqual([
      "repository.reviewerTeams: lists 7 teams; GitHub takes at most six",
    ]);
    expect(read("production", { ...onGitHub, reviewerTeams: [1, 1] })).toEqual([
      "repository.reviewerTeams: names a team twice",
    ]);
    expect(read("production", { ...onGitHub, reviewerTeams: ["platform"] })).toEqual([
      'repository.reviewerTeams.0: "platform" is not a whole number of 1 or more',
    ]);
  });

  it("names no team where nobody approves", () => {
    expect(read("staging", onGitHub)).toBe("accepted");
    expect(read("staging", { ...onGitHub, reviewerTeams: [1] })).toEqual([
      'repository: unknown key "reviewerTeams"; did you mean "owner"? Known: owner, name',
    ]);
  });

  it("has no teams in staging, and is left alone when it is not given", () => {
    const platform = Object.fromEntries(
      platformImageNames("staging").map((name) => [name, Digest.neverReleased.text]),
    );
    const cluster = { context: "staging", identity: "00000000-0000-0000-0000-000000000000" };
    const given = { name: "staging", cluster, systems: {}, release: { platform } };
    expect(parseEnvironment([], "staging", given).repository).toBeUndefined();
    expect(parseEnvironment([], "staging", { ...given, repository: onGitHub }).repository).toEqual({
      ...onGitHub,
      reviewerTeams: [],
    });
  });

  it("is not given in dev, which nobody deploys", () => {
    expect(read("dev", onGitHub)).toEqual([expect.stringContaining('unknown key "repository"') as string]);
  });

  it("has the names that GitHub gives", () => {
    expect(read("staging", { owner: "-atlas", name: "atlas/slipway" })).toEqual([
      'repository.owner: "-atlas" is not the organisation or user on GitHub',
      `repository.name: "atlas/slipway" is not the repository's name without its owner`,
    ]);
    expect(read("staging", {})).toEqual([
      "repository.owner: missing; give the organisation or user on GitHub",
      "repository.name: missing; give the repository's name without its owner",
    ]);
  });
});
