import type { CronJobSpec } from "kubernetes-types/batch/v1.d.ts";
import type { PodSpec } from "kubernetes-types/core/v1.d.ts";
import { systems } from "../../../systems/all.ts";
import { capturedStack } from "../../support/captured-stack.ts";

/** The stacks whose databases are dumped. */
export const dumpedStacks = ["staging", "production"] as const;
export type DumpedStack = (typeof dumpedStacks)[number];

/** The settings that the program gets, as far as tests look at them. */
export interface RenderedSettings {
  readonly source: string;
  readonly bucket: { readonly endpoint: string; readonly name: string; readonly prefix: string };
  readonly recipients: readonly string[];
  readonly timeLimit: string;
  readonly schemas?: readonly string[];
  readonly drill: {
    readonly recoveryTime: string;
    readonly roles?: readonly string[];
    readonly roomMebibytes: number;
    readonly checks: readonly object[];
    readonly canary?: { readonly table: string; readonly checksum: string };
  };
}

interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: unknown;
  readonly data?: Readonly<Record<string, string>>;
}

/** An object of a stack by its kind, its system and its name. @throws Error where there is none. */
export async function renderedObject(
  stack: DumpedStack | "dev",
  kind: string,
  system: string,
  name: string,
): Promise<Rendered> {
  const found = (await capturedStack(stack))
    .map(({ inputs }) => inputs as unknown as Rendered)
    .find(
      (each) =>
        each.kind === kind && each.metadata.name === name && each.metadata.namespace === `${system}-${stack}`,
    );
  if (!found) throw new Error(`${system} of ${stack} has no ${kind} called ${name}`);
  return found;
}

/** The CronJob of a dump, a copy or a drill, and its pod. */
export async function renderedRun(
  stack: DumpedStack,
  system: string,
  name: string,
): Promise<{ readonly spec: CronJobSpec; readonly pod: PodSpec }> {
  const spec = (await renderedObject(stack, "CronJob", system, name)).spec as CronJobSpec;
  const pod = spec.jobTemplate.spec?.template.spec;
  if (!pod) throw new Error(`${name} of ${system} makes no pods`);
  return { spec, pod };
}

/** The settings of a system's dumps. */
export async function renderedSettings(stack: DumpedStack, system: string): Promise<RenderedSettings> {
  const { data } = await renderedObject(stack, "ConfigMap", system, "database-dump");
  return JSON.parse(data?.["settings.json"] ?? "") as RenderedSettings;
}

/** Every system of every stack that dumps. */
export const everyDump = dumpedStacks.flatMap((stack) => systems.map((system) => ({ stack, system })));

/** What a container's environment says, and where a secret comes from as `name/key`. */
export const environmentOf = ({ containers: [container] }: PodSpec): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (container?.env ?? []).map(({ name, value, valueFrom }) => [
      name,
      value ?? `${valueFrom?.secretKeyRef?.name ?? ""}/${valueFrom?.secretKeyRef?.key ?? ""}`,
    ]),
  );
