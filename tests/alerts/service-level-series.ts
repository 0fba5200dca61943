import { metricsPath } from "../../model/metrics-endpoint.ts";
import { labelled } from "./made-up-series.ts";

/** Series of Prometheus by their names, with their values as promtool writes them. */
export type Course = Readonly<Record<string, string>>;

/** Atlas UX in production, whose API promises 99.5 % of answers, and 95 % of them within half a second. */
export const namespace = "atlas-ux-production";

/** The labels of what is recorded of the API's availability. */
export const availabilityRecorded = `{slo="atlas-ux-web-availability",namespace="${namespace}"}`;

const target = { namespace, job: "web", instance: "10.0.0.3:3002" };
const gateway = { job: "traefik", instance: "10.0.0.1:9100" };

/** Whether Prometheus reaches a pod of the API. */
export const upOf = (instance: string): string => labelled("up", { ...target, instance });
export const up = upOf(target.instance);
export const gatewayUp = labelled("up", gateway);

/** The API's count of requests, by what was answered. */
export const answers = (status = "200", path = "/v1/jobs", instance = target.instance): string =>
  labelled("http_request_duration_seconds_count", { ...target, instance, path, status });

/** Its count of those that took at most a bound. */
export const quick = (status = "200", le = "0.5"): string =>
  labelled("http_request_duration_seconds_bucket", { ...target, path: "/v1/jobs", status, le });

/** Whether Prometheus reaches the workers. */
export const workersUp = (values: string): Course =>
  Object.fromEntries(
    ["email-worker", "engine-worker", "scheduler"].map((job) => [
      labelled("up", { namespace, job, instance: `${job}:9464` }),
      values,
    ]),
  );

const readyOf = (pod: string): string =>
  labelled("kube_pod_status_ready", { namespace, pod, condition: "true" });

/** What Kubernetes tells of the front end's pod. */
export const ready = readyOf("frontend-6f7c9d-x2b4q");
/** What it tells of the API's. */
export const apiReady = readyOf("web-5d8f7b-k9w2m");

export const gatewayAnswers = (code = "200"): string =>
  labelled("traefik_service_requests_total", {
    ...gateway,
    service: `${namespace}-frontend-80@kubernetescrd`,
    code,
  });

/** Counts of how many requests come in each minute, span by span. A count begins at zero. */
export function counted(...spans: readonly (readonly [minutes: number, perMinute: number])[]): string {
  let count = 0;
  return ["0"]
    .concat(
      spans.map(([minutes, perMinute]) => {
        const from = count + perMinute;
        count += minutes * perMinute;
        return minutes === 0 ? "" : `${from}+${perMinute}x${minutes - 1}`;
      }),
    )
    .filter((part) => part !== "")
    .join(" ");
}

/** All answers of the API, a share of them failures from some minute on; each quick, unless told otherwise. */
export function faults({
  perMinute = 100,
  good = 60,
  bad,
  badPerMinute,
  after = 0,
}: {
  readonly perMinute?: number;
  /** Minutes without a failure. */
  readonly good?: number;
  /** Minutes with failures. */
  readonly bad: number;
  readonly badPerMinute: number;
  /** Minutes without failures after those. */
  readonly after?: number;
}): Course {
  const well = counted([good, perMinute], [bad, perMinute - badPerMinute], [after, perMinute]);
  const failed = counted([good, 0], [bad, badPerMinute], [after, 0]);
  return {
    [answers("200")]: well,
    [answers("503")]: failed,
    [quick("200")]: well,
    [quick("503")]: failed,
  };
}

/** What nobody asks of the rest: Prometheus reaches all, the front end serves its files. */
export const theRest = (minutes: number): Course => ({
  [up]: `1x${minutes}`,
  ...workersUp(`1x${minutes}`),
  [gatewayUp]: `1x${minutes}`,
  [gatewayAnswers()]: counted([minutes, 100]),
  [ready]: `1x${minutes}`,
  // Probes and scrapes are no requests of users.
  [answers("503", "/v1/health")]: counted([minutes, 30]),
  [answers("503", metricsPath)]: counted([minutes, 4]),
});
