import { gunzipSync } from "node:zlib";
import type { KubernetesObject } from "../../operators/kubernetes-object.ts";
import { observing } from "./observing-objects.ts";

/** By what the operator's own objects are told from others. */
export const generatedByOperator = "managed-by=prometheus-operator";

interface Keeping extends KubernetesObject {
  readonly data?: Readonly<Record<string, string>>;
}

const ofOurs = ({ metadata }: KubernetesObject): boolean => metadata.namespace === observing.namespace;

/** A file that the operator keeps, compressed, in a Secret; nothing while it has not written it. */
function generatedFile(secrets: readonly unknown[], secret: string, file: string): string | undefined {
  const kept = (secrets as readonly Keeping[]).find(
    (object) => ofOurs(object) && object.metadata.name === secret,
  )?.data?.[file];
  return kept === undefined ? undefined : gunzipSync(Buffer.from(kept, "base64")).toString();
}

/** What the operator has written for the Prometheus: `prometheus.yaml`. */
export const generatedPrometheus = (secrets: readonly unknown[]): string | undefined =>
  generatedFile(secrets, `prometheus-${observing.name}`, "prometheus.yaml.gz");

/** What the operator has written for the Alertmanager: `alertmanager.yaml`. */
export const generatedAlertmanager = (secrets: readonly unknown[]): string | undefined =>
  generatedFile(secrets, `alertmanager-${observing.name}-generated`, "alertmanager.yaml.gz");

/** The rules that the operator has gathered for the Prometheus, by the names of their files. */
export const generatedRules = (configMaps: readonly unknown[]): Readonly<Record<string, string>> =>
  Object.assign(
    {},
    ...(configMaps as readonly Keeping[])
      .filter(
        (object) =>
          ofOurs(object) && object.metadata.name.startsWith(`prometheus-${observing.name}-rulefiles-`),
      )
      .map(({ data = {} }) => data),
  ) as Readonly<Record<string, string>>;
