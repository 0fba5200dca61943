import { describe, expect, test } from "vitest";
import { toWebhooks } from "../e2e/controllers/alerting/alertmanager-configuration.ts";
import { outsideConfiguration } from "../e2e/controllers/alerting/prometheus-configuration.ts";

const places = {
  rules: "/rules",
  podsOf: (namespace: string) => `/pods.${namespace}.json`,
  endpointsOf: (namespace: string) => `/endpoints.${namespace}.json`,
};

const found = (role: string, ...names: string[]) => ({ role, namespaces: { names } });
const job = (name: string, ...kubernetes_sd_configs: object[]) => ({
  job_name: name,
  kubernetes_sd_configs,
  scrape_interval: "15s",
  relabel_configs: [{ source_labels: ["__tmp_hash"], regex: "$(SHARD);|.+;.+", action: "keep" }],
});
const generated = {
  global: { external_labels: { prometheus_replica: "$(POD_NAME)" } },
  rule_files: ["/etc/prometheus/rules/prometheus-slipway-rulefiles-0/*.yaml"],
  scrape_configs: [job("podMonitor/shop/web/0", found("pod", "shop", "till"))],
  alerting: {
    alert_relabel_configs: [{ action: "labeldrop", regex: "prometheus_replica" }],
    alertmanagers: [{ scheme: "http", kubernetes_sd_configs: [found("endpoints", "watch")] }],
  },
};

function outside(inner: object) {
  const { text, leftOut } = outsideConfiguration(JSON.stringify(inner), places);
  return { configuration: JSON.parse(text) as Record<string, unknown>, leftOut };
}

describe("the configuration that an operator has written for a Prometheus in its cluster", () => {
  test("is the same beside it, but for where things are", () => {
    const { configuration, leftOut } = outside(generated);
    expect(leftOut).toEqual([]);
    expect(configuration).toEqual({
      global: { external_labels: { prometheus_replica: "prometheus-slipway-0" } },
      rule_files: ["/rules/*.yaml"],
      scrape_configs: [
        {
          job_name: "podMonitor/shop/web/0",
          file_sd_configs: [{ files: ["/pods.shop.json", "/pods.till.json"] }],
          scrape_interval: "15s",
          relabel_configs: [{ source_labels: ["__tmp_hash"], regex: "0;|.+;.+", action: "keep" }],
        },
      ],
      alerting: {
        alert_relabel_configs: [{ action: "labeldrop", regex: "prometheus_replica" }],
        alertmanagers: [{ scheme: "http", file_sd_configs: [{ files: ["/endpoints.watch.json"] }] }],
      },
    });
  });

  test("has no job whose targets can't be told of, and says why", () => {
    const { configuration, leftOut } = outside({
      scrape_configs: [
        job("services", found("endpoints", "shop")),
        job("everywhere", { role: "pod" }),
        job("some", { ...found("pod", "shop"), selectors: [] }),
        { job_name: "probe/shop/page", static_configs: [{ targets: ["shop.example.com"] }] },
      ],
    });
    expect(leftOut).toEqual([
      "services: it looks for targets by their endpoints",
      "everywhere: it looks in every namespace",
      "some: it says selectors of how to look for them",
    ]);
    expect(configuration["scrape_configs"]).toEqual([
      { job_name: "probe/shop/page", static_configs: [{ targets: ["shop.example.com"] }] },
    ]);
  });
});

describe("the configuration that an operator has written for an Alertmanager", () => {
  const routes = {
    route: {
      receiver: "null",
      routes: [{ receiver: "shop/alerts/page", group_wait: "10s", continue: true }],
    },
    inhibit_rules: [
      { source_matchers: ['severity="page"'], target_matchers: ['severity="ticket"'], equal: ["slo"] },
    ],
  };
  const webhooks = (...receivers: object[]) =>
    JSON.parse(
      toWebhooks(JSON.stringify({ ...routes, receivers }), (receiver) => `http://suite/${receiver}`),
    ) as object;

  test("leads each receiver to a webhook at its name, and is otherwise the same", () => {
    expect(
      webhooks({ name: "null" }, { name: "shop/alerts/page", pagerduty_configs: [{ routing_key: "k" }] }),
    ).toEqual({
      ...routes,
      receivers: [
        { name: "null" },
        {
          name: "shop/alerts/page",
          webhook_configs: [{ url: "http://suite/shop/alerts/page", send_resolved: true }],
        },
      ],
    });
  });

  test("tells a receiver of ends that would be told of them", () => {
    const told = (...slack_configs: object[]) => webhooks({ name: "chat", slack_configs });
    expect(told({ send_resolved: false })).toMatchObject({
      receivers: [{ webhook_configs: [{ send_resolved: false }] }],
    });
    expect(told({ channel: "#shop" })).toEqual(told({ send_resolved: false }));
    expect(told({ send_resolved: false }, { send_resolved: true })).toMatchObject({
      receivers: [{ webhook_configs: [{ send_resolved: true }] }],
    });
  });
});
