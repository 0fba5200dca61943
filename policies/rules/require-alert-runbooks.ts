import { stateOf } from "../judging/message.ts";
import type { Rule } from "../judging/rule.ts";
import { textsParameter } from "../judging/settings.ts";
import { alertRulesOf, isPrometheusRule } from "../kubernetes/alert-rule.ts";
import type { Field } from "../kubernetes/field.ts";

const labels = "labels";
const severities = "severities";

/** A page that a person can open: at an address, or in the repository that the rule came from. */
const page = /^(https:\/\/\S+|docs\/\S+\.md(#\S+)?)$/;

type Report = (field: Field, problem: string, fix: string) => void;

function judgeSeverity(severity: Field, known: readonly string[], report: Report): void {
  const { value } = severity;
  if (typeof value === "string" && known.includes(value)) return;
  const state = typeof value === "string" && value !== "" ? `is "${value}"` : stateOf(severity);
  report(severity, `${state} and must be ${known.join(" or ")}`, "say how urgent it is.");
}

function judgeSummary(summary: Field, report: Report): void {
  if (typeof summary.value !== "string" || summary.value.trim() === "")
    report(summary, "says nothing", "say in one line what is wrong.");
}

function judgeRunbook(runbook: Field, report: Report): void {
  const { value } = runbook;
  if (typeof value === "string" && page.test(value)) return;
  const problem =
    typeof value === "string" && value !== ""
      ? "is neither an https:// address nor a page below docs/"
      : `${stateOf(runbook)} and must lead to a page`;
  report(runbook, problem, "name the page that says what to do, by its address or its path below docs/.");
}

export const requireAlertRunbooks: Rule = {
  name: "require-alert-runbooks",
  displayName: "Alerts say what to do",
  description:
    "Every alert says what is wrong, how urgent it is, whose it is, and which page says what to do about it.",
  severity: "high",
  tags: ["alerts", "SRE"],
  why: "Who is woken by an alert without a page has to find out alone what it means, and one without an owner reaches nobody.",
  fix: "give the alert what it lacks.",
  remediation: [
    "Write the page: what the alert means, what to look at, what to do, and when it is over.",
    "Set the annotations summary and runbook_url; the latter begins with https:// or is a path below docs/.",
    "Set the label severity to one of those that alerts are routed by, and the labels that say whose the alert is.",
  ],
  parameters: {
    [labels]: textsParameter("The labels that every alert has besides its severity.", ["owner", "tier"]),
    [severities]: textsParameter("What an alert may ask for.", ["page", "ticket"]),
  },
  judgeResource(manifests, inspection) {
    for (const manifest of manifests.filter(isPrometheusRule)) {
      inspection.applies();
      for (const { subject, root, label } of alertRulesOf(manifest, inspection.attempt)) {
        const report: Report = (field, problem, fix) => {
          inspection.report({ subject: `${manifest.subject}, ${subject}`, field, problem, fix });
        };
        const { settings, attempt } = inspection;
        attempt(() => {
          judgeSeverity(label("severity"), settings.texts(severities), report);
        });
        for (const name of settings.texts(labels))
          attempt(() => {
            const field = label(name);
            if (!field.isSet || field.value === "")
              report(field, `${stateOf(field)} and must say whose it is`, `set the label ${name}.`);
          });
        attempt(() => {
          judgeSummary(root.at("annotations", "summary"), report);
        });
        attempt(() => {
          judgeRunbook(root.at("annotations", "runbook_url"), report);
        });
      }
    }
  },
};
