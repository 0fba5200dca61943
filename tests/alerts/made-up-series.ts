import { requestDuration } from "../../components/observability/request-metrics.ts";

/** A series as promtool takes it. A new release is born 75 s into the series, and looked at when it is 45 s old. */
export interface Series {
  readonly series: string;
  readonly values: string;
}

/** A series' name, with its labels. */
export const labelled = (metric: string, labels: Readonly<Record<string, string>>): string =>
  `${metric}{${Object.entries(labels)
    .map(([key, value]) => `${key}="${value}"`)
    .join(",")}}`;

const unborn = "_x5";

/** A counter that goes up to a count within the life of the new release, and is there with its first value. */
export const grown = (count: number): string => `${unborn} ${count} ${count} ${count} ${count} ${count}`;

/** The count of requests of the new release's pods, unless told otherwise. */
export const requests = (
  values: string,
  { release = "new", path = "/x", status = "200", pod = "a" } = {},
): Series => ({
  series: labelled(`${requestDuration}_count`, {
    namespace: "shop-production",
    job: "api",
    pod,
    rollouts_pod_template_hash: release,
    path,
    status,
  }),
  values,
});

/** The count of requests of the new release that took no longer than a bound, in seconds. */
export const bucket = (values: string, le: string): Series => ({
  series: labelled(`${requestDuration}_bucket`, {
    namespace: "shop-production",
    job: "api",
    pod: "a",
    rollouts_pod_template_hash: "new",
    path: "/x",
    status: "200",
    le,
  }),
  values,
});
