import { manifestRule, type ManifestCheck } from "../judging/manifest-rule.ts";
import type { ReportField } from "../judging/report-field.ts";
import type { Field } from "../kubernetes/field.ts";
import { isGateway, isRoute, isIngress, usesTls } from "../kubernetes/route.ts";

const ofIngress: ManifestCheck = (ingress, report, { attempt }) => {
  for (const rule of isIngress(ingress) ? ingress.root.at("spec", "rules").items() : []) {
    attempt(() => {
      check(rule.at("host"), report);
    });
  }
};

const ofRoute: ManifestCheck = (route, report, { attempt }) => {
  if (!isRoute(route)) {
    return;
  }
  const hostnames = route.root.at("spec", "hostnames");
  if (hostnames.items().length === 0) {
    report(hostnames, "is not set, which means every host");
  }
  for (const hostname of hostnames.items()) {
    attempt(() => {
      check(hostname, report);
    });
  }
};

/** A plain listener only leads to the others, by routes that name their hosts. */
const ofGateway: ManifestCheck = (gateway, report, { attempt }) => {
  for (const listener of isGateway(gateway) ? gateway.root.at("spec", "listeners").items() : []) {
    attempt(() => {
      if (usesTls(listener)) {
        check(listener.at("hostname"), report);
      }
    });
  }
};

export const noWildcardHost = manifestRule({
  name: "no-wildcard-host",
  displayName: "Hosts are named",
  description:
    "Every rule of an Ingress, every HTTPRoute and GRPCRoute, and every TLS listener of a Gateway names its hosts, without a star.",
  severity: "high",
  tags: ["network", "TLS"],
  why: "What answers to every name takes requests that were meant for others, and makes any name of a stranger's look like ours.",
  fix: "name the host.",
  remediation: [
    "Set host, hostname or hostnames to the names that are served.",
    "Write one rule or listener for each name, with a certificate of its own.",
  ],
  concerns: (manifest) => isIngress(manifest) || isRoute(manifest) || isGateway(manifest),
  judgesParts: true,
  checks: [ofIngress, ofRoute, ofGateway],
});

function check(host: Field, report: ReportField): void {
  if (!host.isSet || host.value === "") {
    report(host, "is not set, which means every host");
  } else if (typeof host.value === "string" && host.value.includes("*")) {
    report(host, "has a star");
  }
}
