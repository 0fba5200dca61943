import { describe, expect, test } from "vitest";
import { configuredEnvironment } from "../../config/stack-files.ts";
import { type EnvironmentName, environmentNames } from "../../model/environment-name.ts";
import { capture } from "../../rendering/capture.ts";

const identity = "12345678-9abc-def0-1234-56789abcdef0";

/** A key of somebody's. */
const made = "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa";
const alsoMade = "age1ycjdk9hp8x99sgwnun2xun3dqldjz45d5uwqwjz0ezuc2y66ks4qcpxhtp";

function onCluster(stack: EnvironmentName, cluster: string, recipients = [made, alsoMade]): unknown {
  const given = configuredEnvironment(stack) as { readonly dumps?: object };
  return {
    ...given,
    ...(given.dumps && { dumps: { ...given.dumps, recipients, secretRecipients: recipients.slice(1) } }),
    cluster: { context: "laptop", identity: cluster },
  };
}

describe("an update", () => {
  test.each(environmentNames)(
    "of %s in the right cluster registers all that a preview shows",
    async (stack) => {
      const environment = onCluster(stack, identity);
      const previewed = await capture(stack, { environment });
      const updated = await capture(stack, {
        environment,
        preview: false,
        clusterIdentity: identity,
      });
      expect(updated.map(({ urn }) => urn)).toEqual(previewed.map(({ urn }) => urn));
    },
  );

  test("with a key for dumps that nobody has is refused, since every dump would fail (BDR-01)", async () => {
    const { dumps } = configuredEnvironment("production") as { readonly dumps: { recipients: string[] } };
    const environment = onCluster("production", identity, dumps.recipients);
    await expect(
      capture("production", { environment, preview: false, clusterIdentity: identity }),
    ).rejects.toThrow(
      `slipway:environment.dumps.recipients[1]: "${dumps.recipients[1]}" is nobody's key; make a pair with "age-keygen"`,
    );
    await expect(capture("production", { environment })).resolves.not.toEqual([]);
  });

  test("of another cluster ends with one plain sentence, before anything but the way to it is registered", async () => {
    const other = "00000000-0000-0000-0000-000000000001";
    await expect(
      capture("dev", { environment: onCluster("dev", identity), preview: false, clusterIdentity: other }),
    ).rejects.toThrow(
      `slipway:environment.cluster.identity: this cluster is "${other}", the stack means "${identity}"`,
    );
  });
});
