import { describe, expect, test } from "vitest";
import { copiedFiles, copiedMounts, filesSetting } from "../../../components/backups/copied-files.ts";
import { receiverSecretsOwner } from "../../../config/receiver-secrets.ts";
import { snapshotStores } from "../../../model/snapshot.ts";
import { systems } from "../../../systems/all.ts";
import { capturedStack } from "../../support/captured-stack.ts";
import { realEnvironment, realSystem } from "../../support/declarations.ts";
import {
  type dumpedStacks,
  environmentOf,
  everyDump,
  renderedObject,
  renderedRun,
} from "./rendered-dumps.ts";

interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec?: { readonly target?: { readonly name: string } };
}

const part = "secrets-snapshot";

async function objectsOf(stack: string, system: string): Promise<readonly Rendered[]> {
  const captured = await capturedStack(stack as (typeof dumpedStacks)[number]);
  return captured
    .map(({ inputs }) => inputs as unknown as Rendered)
    .filter(({ kind, metadata }) => kind && metadata.namespace === `${system}-${stack}`);
}

describe.each(everyDump)("in $stack, of $system.name", ({ stack, system: { name } }) => {
  test("each Secret that there is, is copied, and each ConfigMap of its settings (BDR-12, SEC-14)", async () => {
    const objects = await objectsOf(stack, name);
    // Those of receivers are the environment's: their vendors give others, and no program of the system has them.
    const secrets = objects
      .flatMap(({ kind, spec }) => (kind === "ExternalSecret" ? (spec?.target?.name ?? []) : []))
      .filter((secret) => !secret.startsWith(`${receiverSecretsOwner}-`));
    expect(secrets.length).toBeGreaterThanOrEqual(10);
    const { pod } = await renderedRun(stack, name, part);
    const mounted = (pod.volumes ?? []).flatMap(({ secret }) => secret?.secretName ?? []);
    expect(mounted.sort()).toEqual(secrets.sort());
    const read = (await objectsOf(stack, name)).flatMap((object) => {
      const names = JSON.stringify(object).matchAll(/"configMapRef":\{"name":"([^"]+)"/g);
      return [...names].map(([, configMap]) => configMap);
    });
    const configMaps = (pod.volumes ?? []).flatMap(({ configMap }) => configMap?.name ?? []);
    expect(configMaps).toEqual(expect.arrayContaining([...new Set(read)]));
    expect(read.length).toBeGreaterThan(0);
  });

  test("the program is told of each folder that is mounted, and each is mounted read-only", async () => {
    const { data } = await renderedObject(stack, "ConfigMap", name, "store-snapshots");
    const { files } = JSON.parse(data?.["secrets.json"] ?? "") as {
      readonly files: { readonly root: string; readonly folders: readonly string[] };
    };
    const { pod } = await renderedRun(stack, name, part);
    const [container] = pod.containers;
    const mounts = (container?.volumeMounts ?? []).filter(({ mountPath }) =>
      mountPath.startsWith(files.root),
    );
    expect(mounts.map(({ mountPath }) => mountPath).sort()).toEqual(
      files.folders.map((folder) => `${files.root}/${folder}`).sort(),
    );
    expect(mounts.every(({ readOnly }) => readOnly)).toBe(true);
  });

  test("no value comes by a variable but the bucket's key, and nothing but the bucket is reached (SEC-05)", async () => {
    const { pod } = await renderedRun(stack, name, part);
    expect(environmentOf(pod)).toEqual({
      BACKUP_SETTINGS: "/etc/slipway-backup/secrets.json",
      AWS_ACCESS_KEY_ID: "dump-credentials-v1/access-key-id",
      AWS_SECRET_ACCESS_KEY: "dump-credentials-v1/secret-access-key",
    });
    const reached = (await objectsOf(stack, name))
      .map(({ metadata }) => metadata.name)
      .filter((policy) => policy.startsWith(`${part}.to.`));
    expect(reached.sort()).toEqual([`${part}.to.external.dumps`, `${part}.to.platform.dns`]);
  });

  test("what opens copies of Secrets is with people, and not what the drill has (SEC-14)", async () => {
    const { data } = await renderedObject(stack, "ConfigMap", name, "store-snapshots");
    const { recipients } = JSON.parse(data?.["secrets.json"] ?? "") as {
      readonly recipients: readonly string[];
    };
    const { dumps } = realEnvironment(stack);
    expect(recipients).toEqual(dumps?.secretRecipients.map(String));
    expect(recipients).not.toContain(dumps?.recipients[0]?.text);
  });
});

test("dev copies no Secret: what it has is random and opens nothing", async () => {
  for (const { name } of systems)
    expect((await objectsOf("dev", name)).filter(({ metadata }) => metadata.name === part)).toEqual([]);
});

describe("the folders of Secrets and settings", () => {
  const own = realSystem("production", "atlas-ux");
  const long = `database-application-password-v1-at-database-20261120140300-${"a".repeat(8)}`;

  test("have volumes with names that Kubernetes takes, each of its own", () => {
    const secrets = [long, `${long}b`, "with.dots", "with-dots", "plain-v1"];
    const mounts = copiedMounts(copiedFiles({ name: "production" }, own, secrets));
    const names = mounts.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
    expect(names).toContain("copied-secrets-plain-v1");
  });

  test("are told in the same order, whatever order Secrets are made in", () => {
    const setting = (secrets: readonly string[]) =>
      filesSetting(copiedFiles({ name: "production" }, own, secrets));
    expect(setting(["b", "a"])).toEqual(setting(["a", "b"]));
  });

  test("are copied of every system with a secret, also of one without data", () => {
    expect(snapshotStores({ variables: {} })).toEqual([]);
    for (const { variables } of systems) expect(snapshotStores({ variables })).toEqual(["secrets"]);
  });
});
