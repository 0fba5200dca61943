import * as pulumi from "@pulumi/pulumi";

/** A resource as the engine was asked for it. */
export interface Recorded {
  /** With the type of what it is in: the mocks go up one step. */
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** Reference of its provider: URN, then id. */
  readonly provider: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

// Neither is in the SDK's types: one waits until all that a program registered has arrived, the other tells its URNs.
type Runtime = typeof pulumi.runtime & { waitForRPCs(): Promise<void> };
interface Registered {
  getRegisteredResources(): ReadonlyMap<string, unknown>;
}

/** Runs a program against the SDK's mocks and returns all that it registered, in order. */
export async function recorded(program: () => void): Promise<readonly Recorded[]> {
  const resources: Omit<Recorded, "urn">[] = [];
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs, provider = "" }) => {
      resources.push({ type, name, inputs: inputs as Recorded["inputs"], provider });
      return { id: `${name}-id`, state: inputs as Record<string, unknown> };
    },
    call: () => ({}),
  });
  const monitor = pulumi.runtime.getMonitor() as unknown as Registered;
  program();
  await (pulumi.runtime as Runtime).waitForRPCs();
  const urns = [...monitor.getRegisteredResources().keys()];
  return resources.map((found) => ({
    ...found,
    urn: urns.find((urn) => typesOf(urn).at(-1) === found.type && urn.endsWith(`::${found.name}`)) ?? "",
  }));
}

const typesOf = (urn: string): readonly string[] => (urn.split("::")[2] ?? "").split("$");

/** The types in a resource's URN: its parent's, then its own. */
export const typeChain = ({ urn }: Recorded): readonly string[] => typesOf(urn);
