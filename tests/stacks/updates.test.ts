import { describe, expect, test } from "vitest";
import { capture } from "../../rendering/capture.ts";
import { configuredEnvironment } from "../../rendering/stack-files.ts";

const identity = "12345678-9abc-def0-1234-56789abcdef0";

/** Dev with a cluster named, since updates of the other stacks are refused for what is not built yet. */
const devOn = (cluster: string): unknown => ({
  ...(configuredEnvironment("dev") as object),
  cluster: { context: "laptop", identity: cluster },
});

describe("an update", () => {
  test("of the right cluster registers all that a preview shows, and reads the cluster's identity once", async () => {
    const previewed = await capture("dev", { environment: devOn(identity) });
    const updated = await capture("dev", {
      environment: devOn(identity),
      preview: false,
      clusterIdentity: identity,
    });
    expect(updated.map(({ urn }) => urn)).toEqual(previewed.map(({ urn }) => urn));
  });

  test("of another cluster ends with one plain sentence, before anything but the way to it is registered", async () => {
    const other = "00000000-0000-0000-0000-000000000001";
    await expect(
      capture("dev", { environment: devOn(identity), preview: false, clusterIdentity: other }),
    ).rejects.toThrow(
      `slipway:environment.cluster.identity: this cluster is "${other}", the stack means "${identity}"`,
    );
  });

  test.each(["staging", "production"] as const)(
    "of %s is refused while a database is not built there",
    async (stack) => {
      await expect(capture(stack, { preview: false })).rejects.toThrow(
        `declared and not built yet in ${stack}: atlas-ux's Postgres (CloudNativePG), odd-scenes's Postgres (CloudNativePG)`,
      );
    },
  );
});
