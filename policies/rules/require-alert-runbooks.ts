import { stateOf } from "../judging/message.ts";
import type { Rule } from "../judging/rule.ts";
import { textsParameter } from "../judging/settings.ts";
import { alertRulesOf, isPrometheusRule } from "../kubernetes/alert-rule.ts";
import type { Field } from "../kubernetes/field.ts";
import { isUnguardedShare, parses } from "../kubernetes/promql.ts";

const labels = "labels";
const severities = "severities";
const pages = "pages";
const links = "links";

/** A page that a person can open: at an address, or in the repository that the rule came from. */
const page = /^(https:\/\/\S+|docs\/\S+\.md(#\S+)?)$/;

/** A board by its path in Grafana, where nobody has said at which address that is. */
const board = /^\/d\/[\w-]+(\/[\w-]+)?(\?\S*)?$/;

/** What severities are called elsewhere: any other text got there by mistake, and may be a secret. */
const usual =
  /^(?:critical|warning|info|none|error|major|minor|high|medium|low|emergency|page|ticket|notice|debug|(?:p|sev)-?[0-5])$/i;

type Report = (field: Field, problem: string, fix: string) => void;

function judgeSeverity(severity: Field, known: readonly string[], report: Report): void {
  const { value } = severity;
  if (typeof value === "string" && known.includes(value)) return;
  const state = typeof value === "string" && usual.test(value) ? `is "${value}"` : stateOf(severity);
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
      ? "is neither an https:// address nor a page such as docs/web-down.md"
      : `${stateOf(runbook)} and must lead to a page`;
  report(
    runbook,
    problem,
    "name the page that says what to do, by its address, or by its path such as docs/web-down.md.",
  );
}

function judgeExpression(expression: Field, isPage: boolean, report: Report): void {
  const { value } = expression;
  if (typeof value === "number") return;
  if (typeof value !== "string" || !parses(value))
    report(
      expression,
      `${typeof value === "string" && value !== "" ? "can't be read" : stateOf(expression)} and must be PromQL`,
      "try it in Prometheus, or by promtool check rules.",
    );
  else if (isPage && isUnguardedShare(value))
    report(
      expression,
      "is a share, and asks for no least number of events",
      "add a bound for the traffic, such as: and sum(rate(requests[5m])) > 0.1.",
    );
}

function judgeLink(link: Field, report: Report): void {
  if (typeof link.value !== "string" || !(page.test(link.value) || board.test(link.value)))
    report(
      link,
      `${stateOf(link)} and must lead to a page`,
      "give its address, or the path of a board in Grafana such as /d/shop.",
    );
}

export const requireAlertRunbooks: Rule = {
  name: "require-alert-runbooks",
  displayName: "Alerts say what to do",
  description:
    "Every alert says what is wrong, how urgent it is, whose it is, and which page says what to do about it; its expression can be read, and one that pages for a share asks for a least number of events.",
  severity: "high",
  tags: ["alerts", "SRE"],
  why: "Who is woken by an alert without a page has to find out alone what it means, one without an owner reaches nobody, and without a bound one failed request at night is all of them.",
  fix: "give the alert what it lacks.",
  remediation: [
    "Write the page: what the alert means, what to look at, what to do, and when it is over.",
    "Set the annotations summary and runbook_url; the latter begins with https:// or is the path of a page of the repository, such as docs/web-down.md.",
    "Set the label severity to one of those that alerts are routed by, and the labels that say whose the alert is.",
    "Try the expression by promtool check rules. Let one that pages for a share of requests ask for a least number of them, too.",
  ],
  parameters: {
    [labels]: textsParameter("The labels that every alert has besides its severity.", ["owner"]),
    [severities]: textsParameter("What an alert may ask for.", ["page", "ticket"]),
    [pages]: textsParameter("The severities that wake somebody.", ["page"]),
    [links]: textsParameter(
      "Annotations besides the runbook's that lead to a page, or to a board by its path in Grafana, such as dashboard_url.",
      [],
    ),
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
          const { value } = label("severity");
          judgeExpression(
            root.at("expr"),
            settings.texts(pages).some((each) => each === value),
            report,
          );
        });
        for (const name of settings.texts(links))
          attempt(() => {
            judgeLink(root.at("annotations", name), report);
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
