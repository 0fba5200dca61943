import type { ProviderResource } from "@pulumi/pulumi";
import type { Environment, SystemEnvironment } from "../config/environment.ts";
import type { Labelled } from "./labels.ts";

/** What every part of a system needs to know of where it is built. */
export interface SystemContext {
  readonly environment: Environment;
  readonly own: SystemEnvironment;
  readonly labelled: Labelled;
  /** The way to the cluster for what outlives its stack: an object that is there already is taken up again. */
  readonly retaining: ProviderResource;
}

/** The context of one system in one environment. */
export function systemContext(
  environment: Environment,
  own: SystemEnvironment,
  retaining: ProviderResource,
): SystemContext {
  const { name: system, owner } = own.system;
  return { environment, own, labelled: { system, owner, environment: environment.name }, retaining };
}

/** The namespace of a system in an environment; its only one. */
export const namespaceName = ({ system, environment }: Pick<Labelled, "system" | "environment">): string =>
  `${system}-${environment}`;

/** The logical name of a part's resource: `<system>-<part>[-<role>]`, stable for the life of the part. */
export const logicalName = ({ system }: Labelled, part: string, role?: string): string =>
  [system, part, ...(role === undefined ? [] : [role])].join("-");
