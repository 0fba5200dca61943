import type { StackManifest } from "../../judging/rule.ts";
import { type Settings, textParameter } from "../../judging/settings.ts";
import { stackRule } from "../../judging/stack-rule.ts";
import { isPrometheusRule } from "../../kubernetes/alert-rule.ts";
import { someField, type Field } from "../../kubernetes/field.ts";
import { kindKey } from "../../kubernetes/kind.ts";
import { ingressBackendsOf, isHttpRoute, isIngress } from "../../kubernetes/route.ts";

const serviceLabel = "serviceLabel";
const objectiveLabel = "objectiveLabel";

export const serviceRequiresSlo = stackRule({
  name: "service-requires-slo",
  displayName: "What is public has an objective",
  description: "Every Service that a route leads to has an objective, with a rule that measures it.",
  severity: "medium",
  level: "advisory",
  tags: ["metrics", "alerts", "SRE"],
  why: "Without an objective nobody can say whether it is good enough, and alerts are on causes that users don't feel.",
  fix: "declare an objective for the Service, and record what it is measured by.",
  remediation: [
    "Say which share of requests must succeed, and how fast, over 30 days.",
    "Write a PrometheusRule whose rules bear the labels of the objective and of the Service, or a PrometheusServiceLevel of Sloth's.",
  ],
  parameters: {
    [serviceLabel]: textParameter("The label by which a rule says what Service it measures.", "service"),
    [objectiveLabel]: textParameter("The label by which a rule says whose objective it is.", "slo"),
  },
  concerns: (manifest) => isIngress(manifest) || isHttpRoute(manifest),
  checks: [
    (route, report, stack, { settings, attempt }) => {
      for (const backend of backendsOf(route))
        attempt(() => {
          const { value: name } = backend;
          if (typeof name === "string" && !isMeasured(name, stack, settings))
            report(backend, `leads to ${name}, which has no objective`);
        });
    },
  ],
});

/** The names of what a route leads to. */
const backendsOf = (route: StackManifest): readonly Field[] =>
  isIngress(route)
    ? ingressBackendsOf(route).map((backend) => {
        const before = backend.at("serviceName");
        return before.isSet ? before : backend.at("service", "name");
      })
    : route.root
        .at("spec", "rules")
        .items()
        .flatMap((rule) => rule.at("backendRefs").items())
        .map((backend) => backend.at("name"));

const isMeasured = (name: string, stack: readonly StackManifest[], settings: Settings): boolean =>
  someField(stack, (each) => {
    if (kindKey(each.kind) === "sloth.slok.dev/PrometheusServiceLevel")
      return each.root.at("spec", "service").value === name;
    return (
      isPrometheusRule(each) &&
      someField(
        each.root
          .at("spec", "groups")
          .items()
          .flatMap((group) => group.at("rules").items()),
        (rule) =>
          rule.at("labels", settings.text(objectiveLabel)).isSet &&
          rule.at("labels", settings.text(serviceLabel)).value === name,
      )
    );
  });
