import { capturedStack } from "../../support/captured-stack.ts";
import type { RenderedCluster } from "./watched-database.ts";

interface Rendered {
  readonly kind?: string;
  readonly metadata?: { readonly name: string; readonly namespace: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: {
    readonly postgresql: { readonly parameters: Readonly<Record<string, string>> };
    readonly monitoring: { readonly customQueriesConfigMap: readonly { name: string; key: string }[] };
  };
}

/** Atlas UX' cluster as production's stack has it, with the ConfigMap that it names. */
export async function renderedCluster(): Promise<RenderedCluster> {
  const objects = (await capturedStack("production")).map(({ inputs }) => inputs as unknown as Rendered);
  const cluster = objects.find(({ kind }) => kind === "Cluster");
  const [reference] = cluster?.spec?.monitoring.customQueriesConfigMap ?? [];
  const configMap = objects.find(
    ({ metadata }) =>
      metadata?.name === reference?.name && metadata?.namespace === cluster?.metadata?.namespace,
  );
  const queries = configMap?.data?.[reference?.key ?? ""];
  if (!cluster?.spec || queries === undefined) throw new Error("production's cluster asks nothing");
  return { parameters: cluster.spec.postgresql.parameters, queries };
}
