import { beforeAll, describe, expect, it, test } from "vitest";
import { systemEdges } from "../../../components/network/edges.ts";
import { observerAccount } from "../../../components/observability/observers/observer-rights.ts";
import { configuredEnvironment } from "../../../config/stack-files.ts";
import { CloudIdentity } from "../../../model/cloud-identity.ts";
import { capture } from "../../../rendering/capture.ts";
import type { CapturedResource } from "../../../rendering/captured-resource.ts";
import { capturedStack } from "../../support/captured-stack.ts";
import { realEnvironment } from "../../support/declarations.ts";
import { judgeStack } from "../../support/judge-stack.ts";
import { renderedPods } from "../../support/rendered-pods.ts";
import { refusalOf, withValue, type Configuration } from "../config/configured-shop.ts";

const role = "arn:aws:iam::123456789012:role/teams/atlas-ux-web";
const serviceAccount = "odd-scenes@my-project.iam.gserviceaccount.com";
const clientId = "0f8fad5b-d9cb-469f-a165-70867728950e";

describe("an identity in a cloud", () => {
  it("is told from another's by its form", () => {
    expect([role, serviceAccount, clientId].map((text) => CloudIdentity.parse(text).cloud)).toEqual([
      "aws",
      "gcp",
      "azure",
    ]);
  });

  it.each([
    "arn:aws:iam::12345:role/web",
    "arn:aws:iam::123456789012:user/web",
    "me@example.com",
    `${clientId}0`,
    clientId.toUpperCase(),
    "",
  ])("is not %j", (text) => {
    expect(() => CloudIdentity.parse(text)).toThrow(/identity of a cloud/);
  });

  it("is configured by service or task, and a static site has none", () => {
    const at = "slipway:environment.systems.shop.identities";
    expect(refusalOf("production", { "systems.shop.identities": { api: role } })).toEqual([]);
    expect(refusalOf("dev", { "systems.shop.identities": { api: serviceAccount } })).toEqual([]);
    expect(refusalOf("staging", { "systems.shop.identities": { api: "web", pages: role } })).toEqual([
      { path: `${at}.api`, message: expect.stringContaining("a role of AWS") as string },
      { path: at, message: expect.stringMatching(/^unknown key "pages"; /) as string },
    ]);
  });
});

interface Account {
  readonly kind: string;
  readonly automountServiceAccountToken?: boolean;
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
}

describe("production with identities", () => {
  const given = Object.entries({
    "systems.atlas-ux.identities": { web: role },
    "systems.odd-scenes.identities": { backend: serviceAccount },
    "systems.crb-analyser.identities": { "crb-backend": clientId },
  }).reduce<Configuration>(
    (rest, [path, value]) => withValue(rest, path, value),
    configuredEnvironment("production") as Configuration,
  );
  let resources: readonly CapturedResource[];
  let before: readonly CapturedResource[];
  beforeAll(async () => {
    resources = await capture("production", { environment: given });
    before = await capturedStack("production");
  }, 120_000);

  test("differs in their ServiceAccounts, in the pods of Azure's, and in where tokens are exchanged", () => {
    const changed = resources.filter((resource) => {
      const old = before.find(({ urn }) => urn === resource.urn);
      return JSON.stringify(old?.inputs) !== JSON.stringify(resource.inputs);
    });
    expect(changed.map(({ name }) => name).sort()).toEqual([
      "atlas-ux-web-account",
      expect.stringMatching(/^atlas-ux-web\.to\.external\.aws-sts/) as string,
      "crb-analyser-crb-backend",
      "crb-analyser-crb-backend-account",
      expect.stringMatching(/^crb-analyser-crb-backend\.to\.external\.entra-id/) as string,
      "odd-scenes-backend-account",
      expect.stringMatching(/^odd-scenes-backend\.to\.external\.gke-metadata/) as string,
    ]);
  });

  test("names each on the ServiceAccount alone, which still gives no token of the cluster's", () => {
    const accounts = resources
      .map(({ inputs }) => inputs as unknown as Account)
      .filter(
        ({ kind, metadata }) =>
          kind === "ServiceAccount" &&
          metadata.annotations !== undefined &&
          !metadata.name.startsWith(observerAccount("")),
      );
    expect(accounts.map(({ metadata }) => metadata.annotations)).toEqual([
      { "eks.amazonaws.com/role-arn": role },
      { "azure.workload.identity/client-id": clientId },
      { "iam.gke.io/gcp-service-account": serviceAccount },
    ]);
    for (const { automountServiceAccountToken } of accounts) expect(automountServiceAccountToken).toBe(false);
    for (const { spec } of renderedPods(resources).filter(({ kind }) => kind !== "Pooler"))
      expect(spec.automountServiceAccountToken).toBe(false);
  });

  test("passes the policies", async () => {
    const violations = await judgeStack("production", resources);
    expect(violations.filter(({ level }) => level === "mandatory")).toEqual([]);
  });

  test("lets only who has an identity of GCP's ask a node's metadata server", () => {
    const environment = realEnvironment("production");
    const [own] = environment.systems;
    if (!own) throw new Error("production has systems");
    const toMetadata = (identities: ReadonlyMap<string, CloudIdentity>) =>
      systemEdges(environment, { ...own, identities })
        .filter(({ to }) => to.name === "gke-metadata")
        .map(({ from, ports }) => [from.name, ports.map(({ number }) => number)]);
    expect(toMetadata(new Map())).toEqual([]);
    expect(toMetadata(new Map([["web", CloudIdentity.parse(role)]]))).toEqual([]);
    expect(toMetadata(new Map([["web", CloudIdentity.parse(serviceAccount)]]))).toEqual([["web", [80, 988]]]);
  });
});
