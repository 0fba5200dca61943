import * as pulumi from "@pulumi/pulumi";
import { configuredEnvironment, projectName, writtenSecrets } from "../config/stack-files.ts";
import type { EnvironmentName } from "../model/environment-name.ts";
import { systems } from "../systems/all.ts";
import type { CapturedResource } from "./captured-resource.ts";
import { secretStandIns } from "./secret-stand-ins.ts";

/** What a capture can be told apart from the stack. */
export interface CaptureOptions {
  /** The value of `slipway:environment`. @default what the stack's file says */
  readonly environment?: unknown;
  /** The value of `slipway:secrets`, decrypted. @default texts of their shapes for those in the stack's file */
  readonly secrets?: unknown;
  /** Whether the program runs as in a preview. @default true */
  readonly preview?: boolean;
  /** UID of the cluster's `kube-system` namespace, which an update asks for. @default none: there is no cluster */
  readonly clusterIdentity?: string;
  /** What a provider would generate, by the name of the resource. @default a fixed value */
  readonly generated?: (name: string) => string;
}

type Program = () => Promise<unknown>;

/**
 * Runs the program of a stack without an engine and without a cluster, and returns everything that it registers.
 * Captures run one after the other, since the SDK keeps its state in one place.
 * @throws What the program throws, for example a RunError that names every problem of the configuration.
 */
export function capture(
  stack: EnvironmentName,
  options: CaptureOptions = {},
  program: Program = slipway,
): Promise<readonly CapturedResource[]> {
  const run = queue.then(() => captureNow(stack, options, program));
  queue = run.catch(() => undefined);
  return run;
}

let queue: Promise<unknown> = Promise.resolve();

// The SDK must be told that it has no engine before the program is loaded.
const slipway: Program = async () => (await import("../index.ts")).default();

async function captureNow(
  stack: EnvironmentName,
  options: CaptureOptions,
  program: Program,
): Promise<readonly CapturedResource[]> {
  const project = projectName();
  const environment = "environment" in options ? options.environment : configuredEnvironment(stack);
  const secrets = options.secrets ?? secretStandIns(systems, stack, writtenSecrets(stack), environment);
  const given = { environment, secrets };
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  pulumi.runtime.setAllConfig(
    Object.fromEntries(entries.map(([key, value]) => [`${project}:${key}`, JSON.stringify(value)])),
    [`${project}:secrets`],
  );
  await pulumi.runtime.setMocks(provider(options), project, stack, options.preview ?? true);
  const captured = recordRegistrations();
  await program();
  await everythingRegistered();
  return [...captured].sort((a, b) => (a.urn < b.urn ? -1 : 1));
}

/** What every generated secret is unless the capture is told otherwise. A rendered file that holds it has leaked. */
const generatedValue = "canary-5b1e2c";

/** Plays every provider: outputs are the inputs, and what a real one would generate is a secret that the capture says. */
const provider = ({
  clusterIdentity,
  generated = () => generatedValue,
}: CaptureOptions): pulumi.runtime.Mocks => ({
  newResource({ name, type, id: read, ...request }) {
    const id = `${name}-id`;
    const inputs = request.inputs as Record<string, unknown>;
    if (type.startsWith("random:"))
      return { id, state: { ...inputs, result: pulumi.secret(generated(name)) } };
    return read === "kube-system"
      ? { id: read, state: { metadata: { uid: clusterIdentity } } }
      : { id, state: inputs };
  },
  call: ({ inputs }) => inputs as Record<string, unknown>,
});

/** The SDK has this function and leaves it out of its types: awaiting one output is not enough to see all resources. */
const everythingRegistered = (): Promise<void> =>
  (pulumi.runtime as unknown as { waitForRPCs(): Promise<void> }).waitForRPCs();

interface Registration {
  getType(): string;
  getName(): string;
  getParent(): string;
  getCustom(): boolean;
  getObject(): Parameters<typeof pulumi.runtime.deserializeProperties>[0];
  getDependenciesList(): string[];
  getProtect(): boolean;
  getRetainondelete(): boolean;
  getIgnorechangesList(): string[];
}

interface Monitor {
  registerResource(
    request: Registration,
    callback: (error: unknown, response: { getUrn(): string } | undefined) => void,
  ): Promise<void>;
}

/** The mocks are not shown a resource's options and its place in the tree, so the requests themselves are read. */
function recordRegistrations(): readonly CapturedResource[] {
  const captured: CapturedResource[] = [];
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) =>
    register(request, (error, response) => {
      if (response) {
        captured.push({
          urn: response.getUrn(),
          type: request.getType(),
          name: request.getName(),
          custom: request.getCustom(),
          inputs: pulumi.runtime.deserializeProperties(request.getObject()),
          parent: request.getParent(),
          dependsOn: [...request.getDependenciesList()].sort(),
          protect: request.getProtect(),
          retainOnDelete: request.getRetainondelete(),
          ignoreChanges: [...request.getIgnorechangesList()],
        });
      }
      callback(error, response);
    });
  return captured;
}
