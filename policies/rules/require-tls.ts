import { stackRule, type StackCheck } from "../judging/stack-rule.ts";
import { allHold, someField, type Field } from "../kubernetes/field.ts";
import type { Manifest } from "../kubernetes/manifest.ts";
import { oncePerList } from "../kubernetes/once-per-list.ts";
import { attaches, isGateway, isRoute, isIngress, usesTls } from "../kubernetes/route.ts";

const ofIngress: StackCheck = (ingress, report, _stack, { attempt }) => {
  const spec = ingress.root.at("spec");
  if (!isIngress(ingress)) {
    return;
  }
  const tls = spec.at("tls");
  if (tls.items().length === 0) {
    report(tls, "is not set");
    return;
  }
  for (const rule of spec.at("rules").items()) {
    attempt(() => {
      const host = rule.at("host");
      const covers = (entry: Field): boolean =>
        entry.at("hosts").items().length === 0 ||
        someField(entry.at("hosts").items(), ({ value }) => matches(value, host.value));
      if (host.isSet && !someField(tls.items(), covers)) {
        report(host, "is a host that no entry of spec.tls has");
      }
    });
  }
};

const ofGateway: StackCheck = (gateway, report, _stack, { attempt }) => {
  for (const listener of isGateway(gateway) ? gateway.root.at("spec", "listeners").items() : []) {
    attempt(() => {
      const passesOn = listener.at("tls", "mode").value === "Passthrough";
      const certificates = listener.at("tls", "certificateRefs");
      if (usesTls(listener) && !passesOn && certificates.items().length === 0) {
        report(certificates, "is not set, so the listener has no certificate");
      }
    });
  }
};

const listenersIn = oncePerList((stack: readonly Manifest[]) =>
  stack.filter(isGateway).flatMap((gateway) =>
    gateway.root
      .at("spec", "listeners")
      .items()
      .map((listener) => ({ gateway, listener })),
  ),
);

const ofRoute: StackCheck = (route, report, stack, { attempt }) => {
  const parents = isRoute(route) ? route.root.at("spec", "parentRefs").items() : [];
  for (const parent of parents) {
    attempt(() => {
      const isPlain = someField(listenersIn(stack), ({ gateway, listener }) =>
        allHold(
          () => attaches(route, parent, gateway, listener),
          () => listener.at("protocol").value === "HTTP",
        ),
      );
      for (const rule of isPlain ? route.root.at("spec", "rules").items() : []) {
        attempt(() => {
          if (!someField(rule.at("filters").items(), leadsToTls)) {
            report(rule, "is served without TLS, by a listener of protocol HTTP");
          }
        });
      }
    });
  }
};

export const requireTls = stackRule({
  name: "require-tls",
  displayName: "Everything public speaks TLS",
  description:
    "Every Ingress has TLS for all of its hosts, every TLS listener of a Gateway a certificate, and what a plain listener serves leads to https and no further.",
  severity: "high",
  tags: ["network", "TLS", "NSA"],
  why: "Without TLS logins and answers can be read and changed by everyone on the way.",
  fix: "serve it by a listener with a certificate; let the plain one redirect to https.",
  remediation: [
    "Give the Gateway a listener of protocol HTTPS with certificateRefs, and name it in the route's parentRefs.sectionName.",
    "For the plain listener write a route whose only filter is RequestRedirect with scheme https.",
    "For an Ingress write spec.tls with secretName and all hosts.",
  ],
  concerns: (manifest) => isIngress(manifest) || isGateway(manifest) || isRoute(manifest),
  checks: [ofIngress, ofGateway, ofRoute],
});

const leadsToTls = (filter: Field): boolean =>
  filter.at("type").value === "RequestRedirect" && filter.at("requestRedirect", "scheme").value === "https";

/** A certificate for `*.a.example` is good for one name before the dot. */
function matches(pattern: unknown, host: unknown): boolean {
  if (typeof pattern !== "string" || typeof host !== "string") {
    return false;
  }
  return pattern === host || (pattern.startsWith("*.") && host.replace(/^[^.]+/, "*") === pattern);
}
