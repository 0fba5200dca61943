import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { backupBuckets } from "../../components/buckets/declared-buckets.ts";
import { lifecycleConfiguration } from "../../components/buckets/lifecycle-configuration.ts";
import { parseEnvironment } from "../../config/parse-environment.ts";
import { configuredEnvironment } from "../../config/stack-files.ts";
import { systems } from "../../systems/all.ts";
import { issueCertificate, makeAuthority } from "../../toolchain/cluster/pki.ts";
import {
  lifecycleSet,
  noLock,
  playObjectStore,
  type PlayedObjectStore,
  versioningSet,
} from "../support/played-object-store.ts";
import { copyProject, type ProjectCopy } from "../support/project-copy.ts";
import { type Keys, ObjectStore } from "./backup/object-store.ts";
import { providePrograms, whyNoBackups } from "./backup/provide-programs.ts";

/** With cold caches Go fetches and compiles the gateway. */
const COLD_MILLISECONDS = 20 * 60_000;
const bucket = "slipway-staging-dumps";
const owner: Keys = { id: "AKIAOWNEROFTHEDUMPS", secret: "only-for-this-test-of-buckets" };
const configured = "https://s3.second-provider.example.com";

const reason = whyNoBackups();
if (reason !== undefined) console.log(`Settings of buckets are not asked for: ${reason}.`);

const run = promisify(execFile);

/** What the command prints and ends with. */
interface Ended {
  readonly code: number;
  readonly printed: string;
}

describe.skipIf(reason !== undefined)("make buckets", () => {
  let folder: string;
  let project: ProjectCopy;
  let store: ObjectStore;
  let played: PlayedObjectStore;
  let authority: string;

  /** What it says of staging, whose dumps are then said to go to an address. */
  const buckets = async (endpoint: string, secret = owner.secret): Promise<Ended> => {
    const environment = {
      PATH: process.env["PATH"] ?? "",
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: owner.id,
      AWS_SECRET_ACCESS_KEY: secret,
      AWS_REGION: "us-east-1",
    };
    project.replace("Pulumi.staging.yaml", configured, endpoint);
    try {
      const args = ["tools/buckets.ts", "staging"];
      const { stdout, stderr } = await run(process.execPath, args, { cwd: project.folder, env: environment });
      return { code: 0, printed: stdout + stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as {
        readonly code: number;
        readonly stdout: string;
        readonly stderr: string;
      };
      return { code, printed: stdout + stderr };
    } finally {
      project.replace("Pulumi.staging.yaml", endpoint, configured);
    }
  };
  const gateway = (): string => `https://127.0.0.1:${store.port}`;

  /** Turns versions on, as the bucket's owner, by a client of the machine's that signs by itself. */
  const turnVersionsOn = async (): Promise<void> => {
    const body = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
    const settings = [
      ...[
        "--fail-with-body",
        "--silent",
        "--show-error",
        "--cacert",
        authority,
        "--request",
        "PUT",
        "--data",
        body,
      ],
      ...["--header", `x-amz-content-sha256: ${createHash("sha256").update(body).digest("hex")}`],
      ...["--aws-sigv4", "aws:amz:us-east-1:s3", "--config", "-", `${gateway()}/${bucket}?versioning=`],
    ];
    const child = run("curl", settings);
    child.child.stdin?.end(`user = "${owner.id}:${owner.secret}"\n`);
    await child;
  };

  beforeAll(async () => {
    const programs = await providePrograms(console.log);
    folder = mkdtempSync(join(tmpdir(), "slipway-buckets-"));
    const signer = await makeAuthority(join(folder, "authority"), "ca");
    authority = signer.certificate;
    const hosts = ["127.0.0.1"];
    const issued = await issueCertificate(signer, { name: "store", commonName: "store", hosts });
    const versions = mkdtempSync(join(folder, "versions-"));
    store = await ObjectStore.start(programs.store, join(folder, "store"), undefined, {
      host: "127.0.0.1",
      inside: (command) => ["env", `VGW_VERSIONING_DIR=${versions}`, ...command],
      tls: issued,
    });
    store.addUser(owner, bucket);
    project = copyProject();
    const indented = readFileSync(authority, "utf8").trim().replaceAll("\n", "\n        ");
    project.replace(
      "Pulumi.staging.yaml",
      `      endpoint: ${configured}\n`,
      `      endpoint: ${configured}\n      certificateAuthority: |\n        ${indented}\n`,
    );
    const right = {
      versioning: versioningSet("Enabled"),
      lifecycle: lifecycleSet(declaredRule()),
      "object-lock": noLock,
    };
    const tls = { cert: readFileSync(issued.certificate, "utf8"), key: readFileSync(issued.key, "utf8") };
    played = await playObjectStore({ [bucket]: right }, tls);
  }, COLD_MILLISECONDS);
  afterAll(async () => {
    await played.stop();
    await store.down();
    project.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  test("says of a real bucket that its versions are off, and once they are on, no more (BDR-06)", async () => {
    const before = await buckets(gateway());
    expect(before.printed).toContain("→ It differs: versions are off, so what is deleted is gone.");
    expect(before.printed).toContain("1 of 4 lie there: 1 differ, 0 could not be asked about.");
    expect(before.code).toBe(1);
    await turnVersionsOn();
    const after = await buckets(gateway());
    expect(after.printed).not.toContain("versions are off");
    // The gateway carries out no lifecycle, so nobody is to believe that the one that is declared is there.
    expect(after.printed).toContain("→ It differs: its lifecycle is unknown to the service.");
    expect(after.code).toBe(1);
  });

  test("ends with 2 where a real service refuses the key, and shows none", async () => {
    const wrong = "another-key-that-opens-nothing";
    const { code, printed } = await buckets(gateway(), wrong);
    expect(printed).toContain(`does not say "versioning" of ${bucket}: SignatureDoesNotMatch.`);
    expect(printed).toContain("0 differ, 1 could not be asked about.");
    expect(code).toBe(2);
    for (const secret of [wrong, owner.secret]) expect(printed).not.toContain(secret);
  });

  test("ends with 0 where a service answers with what is declared, and only reads there", async () => {
    const { code, printed } = await buckets(played.url);
    expect(printed).toContain("→ It is set up so.");
    expect(printed).toContain("1 of 4 lie there: 0 differ, 0 could not be asked about.");
    expect(code).toBe(0);
    expect(played.asked).toEqual(
      ["versioning", "lifecycle", "object-lock"].map((each) => `GET /${bucket}?${each}`),
    );
  });
});

/** The declared lifecycle of staging's dumps, in the form in which S3 answers with it. */
function declaredRule(): string {
  const environment = parseEnvironment(systems, "staging", configuredEnvironment("staging"));
  const dumps = backupBuckets(environment).find(({ name }) => name === bucket);
  const document = dumps && lifecycleConfiguration(dumps.bucket, dumps.abilities);
  if (document?.Rules.length !== 1)
    throw new Error("staging's dumps have another lifecycle than this test plays");
  return document.Rules.map((rule) => inner({ ...rule })).join("");
}

/** The elements of a document, in the order of its JSON. */
const inner = (value: object): string =>
  Object.entries<unknown>({ ...value })
    .map(
      ([name, each]) =>
        `<${name}>${typeof each === "object" && each !== null ? inner(each) : String(each)}</${name}>`,
    )
    .join("");
