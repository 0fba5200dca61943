import { expect, it } from "vitest";
import { counter, gauge, histogram, type Metric, metricsOf } from "../../../../model/metric.ts";
import { port } from "../../../../model/port.ts";
import { seconds } from "../../../../model/quantities/duration.ts";
import { validateMetrics } from "../../../../model/validation/validate-metrics.ts";
import { systems } from "../../../../systems/all.ts";
import { clock, mailer, shop } from "../declared-shop.ts";

const services = { ...shop.services, mailer, clock: { ...clock, metrics: port(9464) } };
const problemsOf = (...metrics: Metric[]) => validateMetrics({ ...shop, services, metrics });

const orders = counter({ name: "orders_total", meaning: "orders", by: ["api"] });

it("what services show is declared with what shows it", () => {
  expect(problemsOf(orders, gauge({ name: "open_carts", meaning: "carts", by: ["clock"] }))).toEqual([]);
  for (const system of systems) expect(validateMetrics(system), system.name).toEqual([]);
  expect(metricsOf({ metrics: [orders] }, "api")).toEqual([orders]);
  expect(metricsOf({ metrics: [orders] }, "clock")).toEqual([]);
});

it.each<[string, Metric, { path: string; message: string }]>([
  [
    "a name that Prometheus keeps for what it records",
    counter({ name: "shop:orders_total", meaning: "", by: ["api"] }),
    { path: "name", message: '"shop:orders_total" is no name; use lower-case letters, digits and _' },
  ],
  [
    "a counter by the name of a gauge",
    counter({ name: "orders", meaning: "", by: ["api"] }),
    { path: "name", message: '"orders" must end in _total, as a counter does' },
  ],
  [
    "a gauge by the name of a counter",
    gauge({ name: "carts_total", meaning: "", by: ["api"] }),
    { path: "name", message: '"carts_total" ends as a counter does; leave _total out' },
  ],
  [
    "a histogram of something else than time",
    histogram({ name: "carts", meaning: "", by: ["api"], bounds: [seconds(1)] }),
    { path: "name", message: '"carts" must end in _seconds, as a histogram does' },
  ],
  [
    "nobody",
    gauge({ name: "carts", meaning: "", by: [] }),
    { path: "by", message: "is empty; name the services that show it" },
  ],
  [
    "a worker without a port for metrics",
    gauge({ name: "carts", meaning: "", by: ["mailer"] }),
    { path: "by[0]", message: '"mailer" is no service that shows metrics; known: api, clock' },
  ],
  [
    "a label that tells targets apart",
    gauge({ name: "carts", meaning: "", by: ["api"], labels: ["pod"] }),
    {
      path: "labels[0]",
      message:
        '"pod" can\'t be a label of it; use lower-case letters, digits and _, and none of job, instance, namespace, pod, container, service, le',
    },
  ],
  [
    "no bound",
    histogram({ name: "wait_seconds", meaning: "", by: ["api"], bounds: [] }),
    { path: "bounds", message: "is empty; a histogram has at least one bound" },
  ],
  [
    "a bound that falls",
    histogram({ name: "wait_seconds", meaning: "", by: ["api"], bounds: [seconds(2), seconds(2)] }),
    { path: "bounds[1]", message: "2s does not exceed 2s before it" },
  ],
])("%s is refused", (_, metric, { path, message }) => {
  expect(problemsOf(orders, metric)).toEqual([{ path: `shop.metrics[1].${path}`, message }]);
});

it("one metric is declared once", () => {
  expect(problemsOf(orders, orders)).toEqual([
    {
      path: "shop.metrics[1].name",
      message: '"orders_total" is declared twice; list all services that show it in one',
    },
  ]);
});
