import { fewestRequests } from "../../components/observability/analysis-template.ts";
import { atGateway, failed, slow } from "./analysed-metrics.ts";
import { bucket, grown, labelled, requests } from "./made-up-series.ts";
import type { Scenario } from "./promtool.ts";

/** What one look at a release may come to. */
export type Outcome = "good" | "bad" | "inconclusive";

/** What may be seen of a new release, and what is to be made of it. */
export const scenarios: readonly (Scenario & { readonly what: string; readonly is: Outcome })[] = [
  {
    what: "a good release beside a stable one that fails",
    metric: failed,
    series: [requests(grown(40)), requests("0+50x10", { release: "old", status: "500" })],
    share: 0,
    is: "good",
  },
  {
    what: "a release that fails beside a good stable one",
    metric: failed,
    series: [
      requests(grown(20)),
      requests(grown(21), { status: "503" }),
      requests("0+500x10", { release: "old" }),
    ],
    share: 20 / 41,
    is: "bad",
  },
  {
    what: "no requests for the new release",
    metric: failed,
    series: [requests("0+50x10", { release: "old" })],
    share: undefined,
    is: "inconclusive",
  },
  {
    what: "too few requests to tell, all of them failed",
    metric: failed,
    series: [requests(grown(fewestRequests - 1), { status: "500" })],
    share: undefined,
    is: "inconclusive",
  },
  {
    what: "one failure, which is forgiven",
    metric: failed,
    series: [requests(grown(9)), requests(grown(1), { status: "500" })],
    share: 0,
    is: "good",
  },
  {
    what: "five paths that failed once each, in series that begin with it",
    metric: failed,
    series: [
      requests(grown(35)),
      ...["/a", "/b", "/c", "/d", "/e"].map((path) => requests(grown(1), { path, status: "500" })),
    ],
    share: 4 / 40,
    is: "bad",
  },
  {
    what: "a container that begins anew, with failures since then",
    metric: failed,
    series: [requests("900x5 20 20 20 20", {}), requests("90x5 20 20 20 20", { status: "500" })],
    share: 19 / 40,
    is: "bad",
  },
  {
    what: "failures of an hour ago, when the release was tried before",
    metric: failed,
    series: [requests("0+10x10"), requests("500x10", { status: "500" })],
    share: 0,
    is: "good",
  },
  {
    what: "probes and scrapes alone",
    metric: failed,
    series: ["/live", "/ready", "/health", "/metrics"].map((path) => requests(grown(100), { path })),
    share: undefined,
    is: "inconclusive",
  },
  {
    what: "a client's own mistakes",
    metric: failed,
    series: [requests(grown(40), { status: "404" })],
    share: 0,
    is: "good",
  },
  {
    what: "quick answers",
    metric: slow,
    series: [requests(grown(40)), bucket(grown(39), "2")],
    share: 0,
    is: "good",
  },
  {
    what: "slow answers, by a library that writes 2 as 2.0",
    metric: slow,
    series: [requests(grown(40)), bucket(grown(29), "2.0"), bucket(grown(40), "+Inf")],
    share: 10 / 40,
    is: "bad",
  },
  {
    what: "a histogram without the objective's bound",
    metric: slow,
    series: [requests(grown(40)), bucket(grown(40), "2.5"), bucket(grown(40), "+Inf")],
    share: undefined,
    is: "inconclusive",
  },
  {
    what: "a site whose new release the gateway can't reach",
    metric: atGateway,
    series: [
      {
        series: labelled("traefik_service_requests_total", {
          service: "shop-production-pages-canary-80@kubernetescrd",
          code: "502",
        }),
        values: grown(21),
      },
      {
        series: labelled("traefik_service_requests_total", {
          service: "shop-production-pages-80@kubernetescrd",
          code: "200",
        }),
        values: "0+100x10",
      },
    ],
    share: 20 / 21,
    is: "bad",
  },
];
