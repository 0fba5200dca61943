import { parse } from "yaml";

/** Where a Prometheus outside of the cluster finds what it would find inside. Paths. */
export interface OutsidePlaces {
  /** The folder that the rules lie in. */
  readonly rules: string;
  /** The file in which the pods of a namespace stand. */
  readonly podsOf: (namespace: string) => string;
  /** The file in which the endpoints of a namespace stand. */
  readonly endpointsOf: (namespace: string) => string;
}

/** What a Prometheus outside is told, and what of the inner one's it is not. */
export interface OutsideConfiguration {
  /** JSON, which YAML is a superset of. */
  readonly text: string;
  /** The jobs whose targets are not found outside, each with the reason. */
  readonly leftOut: readonly string[];
}

interface Discovery {
  readonly role: string;
  readonly namespaces?: { readonly names?: readonly string[] };
  readonly [setting: string]: unknown;
}

interface Discovering {
  readonly kubernetes_sd_configs?: readonly Discovery[];
  readonly [setting: string]: unknown;
}

interface Configuration {
  readonly scrape_configs?: readonly (Discovering & { readonly job_name: string })[];
  readonly alerting?: {
    readonly alertmanagers?: readonly Discovering[];
    readonly [setting: string]: unknown;
  };
  readonly [setting: string]: unknown;
}

/** What the config reloader beside a Prometheus fills in, for the first of its shards. */
const filledIn = { "$(POD_NAME)": "prometheus-slipway-0", "$(SHARD)": "0" } as const;

/**
 * The configuration that the Prometheus Operator has written for a Prometheus in its cluster, for one beside it. Only what is about the
 * place changes: Debian builds Prometheus without the discovery of pods, so it reads them from files, with the labels that it would give them.
 * @param generated `prometheus.yaml`
 */
export function outsideConfiguration(generated: string, places: OutsidePlaces): OutsideConfiguration {
  const inner = parse(generated) as Configuration;
  const jobs = inner.scrape_configs ?? [];
  const found = jobs.filter((job) => whyNotFound(job) === undefined);
  const outer = {
    ...inner,
    rule_files: [`${places.rules}/*.yaml`],
    scrape_configs: found.map((job) => readFromFiles(job, places.podsOf)),
    ...(inner.alerting && {
      alerting: {
        ...inner.alerting,
        alertmanagers: (inner.alerting.alertmanagers ?? []).map((each) =>
          readFromFiles(each, places.endpointsOf),
        ),
      },
    }),
  };
  return {
    text: Object.entries(filledIn).reduce(
      (text, [variable, value]) => text.replaceAll(variable, value),
      JSON.stringify(outer),
    ),
    leftOut: jobs.flatMap((job) => {
      const reason = whyNotFound(job);
      return reason === undefined ? [] : [`${job.job_name}: ${reason}`];
    }),
  };
}

const discoveries = ({ kubernetes_sd_configs: configs = [] }: Discovering): readonly Discovery[] => configs;

const namespacesOf = ({ namespaces }: Discovery): readonly string[] => namespaces?.names ?? [];

/** Why the targets of a job can't be told of; nothing where they can, or where it names them itself. */
function whyNotFound(job: Discovering): string | undefined {
  for (const discovery of discoveries(job)) {
    if (discovery.role !== "pod") return `it looks for targets by their ${discovery.role}`;
    if (namespacesOf(discovery).length === 0) return "it looks in every namespace";
    const other = Object.keys(discovery).find((setting) => setting !== "role" && setting !== "namespaces");
    if (other !== undefined) return `it says ${other} of how to look for them`;
  }
  return undefined;
}

function readFromFiles(
  { kubernetes_sd_configs: configs, ...others }: Discovering,
  fileOf: (namespace: string) => string,
): object {
  if (configs === undefined) return others;
  return { ...others, file_sd_configs: [{ files: configs.flatMap(namespacesOf).map(fileOf) }] };
}
