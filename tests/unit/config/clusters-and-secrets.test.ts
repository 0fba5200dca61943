import { describe, expect, it } from "vitest";
import { type Configuration, refusalOf } from "./configured-shop.ts";

const at = "slipway:environment";

describe("a cluster", () => {
  it.each(["staging", "production"] as const)("is required in %s", (environment) => {
    expect(refusalOf(environment, { cluster: undefined })).toEqual([
      {
        path: `${at}.cluster`,
        message: "missing; give a cluster, with: context, kubeconfig, identity, apiServer",
      },
    ]);
  });

  it("is reached somehow, also in dev", () => {
    const values = { cluster: { identity: "12345678-9abc-def0-1234-56789abcdef0" } };
    const problem = {
      path: `${at}.cluster`,
      message: "names no cluster; give a context, a kubeconfig, or both",
    };
    expect(refusalOf("staging", values)).toEqual([problem]);
    expect(refusalOf("dev", values)).toEqual([problem]);
  });

  it.each(["", "default", "12345678-9ABC-DEF0-1234-56789ABCDEF0", "12345678-9abcdef0-1234-56789abcdef0"])(
    "has no identity %j",
    (identity) => {
      expect(refusalOf("staging", { "cluster.identity": identity })).toEqual([
        {
          path: `${at}.cluster.identity`,
          message: `"${identity}" is not a UID; read it with: kubectl get namespace kube-system -o jsonpath={.metadata.uid}`,
        },
      ]);
    },
  );

  it("has an identity that is given, and a text", () => {
    const path = `${at}.cluster.identity`;
    expect(refusalOf("staging", { "cluster.identity": undefined })).toEqual([
      { path, message: "missing; give the UID of the cluster's kube-system namespace" },
    ]);
    expect(refusalOf("staging", { "cluster.identity": 12 })).toEqual([
      { path, message: '12 is not a text; if you mean the text, put it in quotes: "12"' },
    ]);
  });

  it("has no kubeconfig's content, which is not even shown", () => {
    const content = "apiVersion: v1\nusers: [{ user: { token: s3cr3t } }]";
    expect(refusalOf("staging", { "cluster.kubeconfig": content })).toEqual([
      {
        path: `${at}.cluster.kubeconfig`,
        message: "is the content of a kubeconfig; give the path of the file",
      },
    ]);
  });

  it("has a context that is not empty", () => {
    const path = `${at}.cluster.context`;
    expect(refusalOf("staging", { "cluster.context": "" })).toEqual([
      { path, message: "is empty; give a context of the kubeconfig file" },
    ]);
    expect(refusalOf("staging", { "cluster.context": 5 })).toEqual([
      {
        path,
        message: '5 is not a context of the kubeconfig file; if you mean the text, put it in quotes: "5"',
      },
    ]);
  });
});

describe("secrets", () => {
  const path = `${at}.systems.shop.secrets`;

  it("have a store and a version, unless they are optional", () => {
    expect(refusalOf("staging", { "systems.shop.secrets": { versions: {} } })).toEqual([
      { path: `${path}.store`, message: "missing; give the name of the cluster's secret store" },
      {
        path: `${path}.versions.API_KEY`,
        message: "missing; give the version of the secret that is in force",
      },
      {
        path: `${path}.versions.CACHE_PASSWORD`,
        message: "missing; give the version of the secret that is in force",
      },
      {
        path: `${path}.versions.CACHE_MONITOR_PASSWORD`,
        message: "missing; give the version of the secret that is in force",
      },
      {
        path: `${path}.versions.CACHE_BACKUP_PASSWORD`,
        message: "missing; give the version of the secret that is in force",
      },
      {
        path: `${path}.versions.VECTOR_STORE_KEY`,
        message: "missing; give the version of the secret that is in force",
      },
      {
        path: `${path}.versions.DATABASE_PASSWORD`,
        message: "missing; give the version of the secret that is in force",
      },
      {
        path: `${path}.versions.BACKUP_CREDENTIALS`,
        message: "missing; give the version of the secret that is in force",
      },
      {
        path: `${path}.versions.DUMP_CREDENTIALS`,
        message: "missing; give the version of the secret that is in force",
      },
      {
        path: `${path}.versions.DRILL_IDENTITY`,
        message: "missing; give the version of the secret that is in force",
      },
    ]);
    expect(refusalOf("staging", { "systems.shop.secrets": undefined })).toEqual([
      {
        path,
        message:
          "missing; give where secrets are kept, with: kind, service, store, versions, alsoAccepted, rotateAfter",
      },
    ]);
  });

  it("have a version that is a text", () => {
    expect(refusalOf("staging", { "systems.shop.secrets.versions.API_KEY": 1 })).toEqual([
      {
        path: `${path}.versions.API_KEY`,
        message:
          '1 is not the version of the secret that is in force; if you mean the text, put it in quotes: "1"',
      },
    ]);
    expect(refusalOf("staging", { "systems.shop.secrets.versions.SEARCH_KEY": "" })).toEqual([
      {
        path: `${path}.versions.SEARCH_KEY`,
        message: "is empty; give the version of the secret that is in force",
      },
    ]);
  });

  it.each(["AWS_CURRENT", "a b", "-1"])(
    "have no version %j, which no object's name can follow",
    (version) => {
      expect(refusalOf("staging", { "systems.shop.secrets.versions.API_KEY": version })).toEqual([
        {
          path: `${path}.versions.API_KEY`,
          message: `${version === "-1" ? '"-1"' : "a text that may be a secret"} is not the version of the secret that is in force; use lower-case letters, digits and -`,
        },
      ]);
    },
  );

  it("may have a further version that is accepted, of a Redis' password and of nothing else", () => {
    const also = (given: Configuration) =>
      refusalOf("staging", { "systems.shop.secrets.alsoAccepted": given });
    expect(also({ CACHE_PASSWORD: "3" })).toEqual([]);
    expect(also({ CACHE_PASSWORD: "2" })).toEqual([
      {
        path: `${path}.alsoAccepted.CACHE_PASSWORD`,
        message: '"2" is the version in force, and accepted as such; give another or leave it out',
      },
    ]);
    expect(also({ API_KEY: "8" })).toEqual([
      {
        path: `${path}.alsoAccepted`,
        message: 'unknown key "API_KEY"; did you mean "CACHE_PASSWORD"? Known: CACHE_PASSWORD',
      },
    ]);
  });

  it("are generated in dev, so no store is named there", () => {
    expect(refusalOf("dev", { "systems.shop.secrets": { store: "vault", versions: {} } })).toEqual([
      { path: `${path}.kind`, message: 'missing; give "configuration"' },
      { path, message: expect.stringMatching(/^unknown key "store"; /) as string },
    ]);
  });
});

describe("a repository", () => {
  const path = `${at}.repository`;

  it("has an owner, a name and, where a person must approve, reviewers", () => {
    const owner = { path: `${path}.owner`, message: "missing; give the organisation or user on GitHub" };
    const name = { path: `${path}.name`, message: "missing; give the repository's name without its owner" };
    expect(refusalOf("staging", { repository: {} })).toEqual([owner, name]);
    expect(refusalOf("production", { repository: {} })).toEqual([
      owner,
      name,
      {
        path: `${path}.reviewerTeams`,
        message: "missing; list the numeric ids of the teams that approve deployments",
      },
    ]);
  });

  it("has reviewers by number", () => {
    const repository = { owner: "shop", name: "platform" };
    expect(refusalOf("production", { repository: { ...repository, reviewerTeams: "ops" } })).toEqual([
      {
        path: `${path}.reviewerTeams`,
        message: '"ops" is not a list; give the numeric ids of the teams that approve deployments',
      },
    ]);
    expect(refusalOf("production", { repository: { ...repository, reviewerTeams: [1, "ops", 0] } })).toEqual([
      { path: `${path}.reviewerTeams.1`, message: '"ops" is not a whole number of 1 or more' },
      { path: `${path}.reviewerTeams.2`, message: "0 is not a whole number of 1 or more" },
    ]);
  });
});
