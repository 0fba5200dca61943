import type { Objective } from "../../../model/objective.ts";
import { type Counter, inLines, selectorOf, where } from "../counter.ts";
import { requestDuration } from "../request-metrics.ts";
import { requestsOf, type ServingService } from "../service-levels/service-objectives.ts";
import type { Board, Bound, Panel, Row } from "./board.ts";
import { quantilesOf, rate } from "./rates.ts";

/** A service that answers requests, and what the whole system promises. */
export interface ShownService {
  readonly namespace: string;
  readonly name: string;
  readonly service: ServingService;
  readonly objectives: readonly Objective[];
}

/** Rate, errors and duration of each service that answers requests (OBS-01, OBS-02, DSH-05). */
export const servicesBoard = (services: readonly ShownService[]): Board => ({
  name: "services",
  about:
    "What users ask of each service, how much of it fails, and how long it takes. Probes and scrapes are left out.",
  rows: services.map(serviceRow),
});

/** Where the requests of a service are counted. */
export const requestsTo = ({ namespace, name, service }: ShownService): Counter =>
  requestsOf({ namespace, name }, service);

function serviceRow(shown: ShownService): Row {
  const { name, service } = shown;
  const requests = requestsTo(shown);
  const panels = [requestPanel(name, requests), errorPanel(shown, requests)];
  return {
    title: name,
    panels:
      service.kind === "static-site"
        ? [...panels, readyPanel(shown)]
        : [...panels, durationPanel(shown, requests), routePanel(name, requests), answeringPanel(shown)],
  };
}

/** Of the gateway's count or the service's own, by what each calls the status of an answer. */
const statusOf = ({ metric }: Counter): string => (metric.startsWith(requestDuration) ? "status" : "code");

const requestPanel = (name: string, requests: Counter): Panel => ({
  kind: "lines",
  title: `${name}: requests`,
  description: "Requests a second, by method.",
  unit: "reqps",
  queries: [{ expr: `sum by (method) (${rate(selectorOf(requests))})`, legend: "{{method}}" }],
});

/** No series of failures means none, and without requests there is no share. */
export function errorShare(requests: Counter, statuses: string): string {
  const all = `sum(${rate(selectorOf(requests))})`;
  const failed = rate(selectorOf(where(requests, `${statusOf(requests)}=~"${statuses}"`)));
  return inLines(`(sum(${failed}) or 0 * ${all})`, `/ (${all} > 0)`);
}

const errorPanel = ({ name, objectives }: ShownService, requests: Counter): Panel => ({
  kind: "lines",
  title: `${name}: errors`,
  description: "The share of requests that the service failed (5xx), and of those that it refused (4xx).",
  unit: "percentunit",
  queries: [
    { expr: errorShare(requests, "5.."), legend: "5xx" },
    { expr: errorShare(requests, "4.."), legend: "4xx" },
  ],
  bounds: objectives.flatMap((objective): Bound[] =>
    objective.kind === "availability"
      ? [{ at: objective.target.remainder.partsPerMillion / 1_000_000, is: "target" }]
      : [],
  ),
});

const durationPanel = ({ name, objectives }: ShownService, requests: Counter): Panel => ({
  kind: "lines",
  title: `${name}: duration`,
  description:
    "How long answers took: half of them less than p50, 95 of a hundred less than p95, 99 less than p99.",
  unit: "s",
  queries: quantilesOf(selectorOf({ ...requests, metric: `${requestDuration}_bucket` })),
  bounds: objectives.flatMap((objective): Bound[] =>
    objective.kind === "latency" &&
    !objective.measured &&
    objective.services.includes(name) &&
    objective.path === undefined
      ? [{ at: objective.within.milliseconds / 1000, is: "target" }]
      : [],
  ),
});

const routePanel = (name: string, requests: Counter): Panel => ({
  kind: "lines",
  title: `${name}: slowest routes`,
  description: "The five routes with the highest p95.",
  unit: "s",
  queries: [
    {
      expr: `topk(5, histogram_quantile(0.95, sum by (le, path) (${rate(selectorOf({ ...requests, metric: `${requestDuration}_bucket` }))})))`,
      legend: "{{path}}",
    },
  ],
  width: 12,
});

const answeringPanel = ({ namespace, name }: ShownService): Panel => ({
  kind: "lines",
  title: `${name}: pods that answer`,
  description:
    "Pods that Prometheus reaches, and those that it knows. With none that answers, somebody is woken after three minutes.",
  unit: "short",
  queries: ["sum", "count"].map((aggregate) => ({
    expr: `${aggregate}(${selectorOf({ metric: "up", matchers: [`namespace="${namespace}"`, `job="${name}"`] })})`,
    legend: aggregate === "sum" ? "answer" : "known",
  })),
  alerts: { names: ["ServiceDown"], labels: { part: name } },
  width: 12,
});

/** The web server of a site counts nothing, and Kubernetes knows which of its pods are ready. */
const readyPanel = ({ namespace, name }: ShownService): Panel => ({
  kind: "lines",
  title: `${name}: pods that are ready`,
  description:
    "By kube-state-metrics. With none, the gateway answers in its place, and somebody is woken after three minutes.",
  unit: "short",
  queries: [
    {
      expr: `sum(${selectorOf({
        metric: "kube_pod_container_status_ready",
        matchers: [`namespace="${namespace}"`, `container="${name}"`],
      })})`,
      legend: "ready",
    },
  ],
  alerts: { names: ["ServiceDown"], labels: { part: name } },
});
