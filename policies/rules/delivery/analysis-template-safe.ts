import type { ReportField } from "../../judging/report-field.ts";
import type { StackManifest } from "../../judging/rule.ts";
import { stackRule } from "../../judging/stack-rule.ts";
import type { Field } from "../../kubernetes/field.ts";
import { identityOf } from "../../kubernetes/manifest.ts";
import { analysesOf, isAnalysisTemplate, isRollout, meansTemplate } from "../../kubernetes/rollout.ts";

const conditions = ["successCondition", "failureCondition"];
const knowsEmpty = /\blen\s*\(\s*result\s*\)|\bdefault\s*\(\s*result\b|\bisNil\s*\(/;
const knowsNoNumber = /\bisNaN\s*\(/;
const argument = /\{\{\s*args\.([\w-]+)\s*\}\}/g;

export const analysisTemplateSafe = stackRule({
  name: "analysis-template-safe",
  displayName: "An analysis can't be fooled",
  description:
    "Every metric of an AnalysisTemplate knows an empty result and one that is no number, says how many failures end the release, and asks about the new version's pods alone.",
  severity: "high",
  tags: ["delivery", "metrics", "SRE"],
  why: "Without traffic a query gives nothing or NaN, and over old and new pods together the old ones hide what the new ones do; either way a bad release passes.",
  fix: "guard the conditions with len(result) > 0 && !isNaN(result[0]), set failureLimit, and match the label of the release by an argument.",
  remediation: [
    "Begin each condition that reads result[0] with len(result) > 0 && !isNaN(result[0]).",
    "Set failureLimit, and keep it small.",
    'Declare an argument without a value and match it in the query, as in rollouts_pod_template_hash="{{args.release}}".',
    "In the Rollout give the argument valueFrom.podTemplateHashValue: Latest.",
    "An analysis after a blue-green promotion needs no such match: by then every pod that is asked is new.",
  ],
  concerns: isAnalysisTemplate,
  checks: [
    (template, report, _stack, { attempt }) => {
      for (const metric of template.root.at("spec", "metrics").items()) {
        attempt(() => {
          judgeConditions(metric, report);
        });
        attempt(() => {
          const limit = metric.at("failureLimit");
          if (!limit.isSet) report(limit, "is not set");
        });
      }
    },
    (template, report, stack, { attempt }) => {
      const given = releaseArguments(template, stack);
      if (given === "none needed") return;
      for (const metric of template.root.at("spec", "metrics").items()) {
        attempt(() => {
          const query = metric.at("provider", "prometheus", "query");
          if (typeof query.value !== "string") return;
          const used = [...query.value.matchAll(argument)].map(([, name]) => name);
          if (!used.some((name) => name !== undefined && given.has(name)))
            report(query, "is not about the new version's pods alone");
        });
      }
    },
  ],
});

function judgeConditions(metric: Field, report: ReportField): void {
  const written = conditions.map((name) => metric.at(name)).filter(({ isSet }) => isSet);
  const isPrometheus = metric.at("provider", "prometheus").isSet;
  if (written.length === 0) {
    if (isPrometheus) report(metric.at("successCondition"), "is not set, nor is failureCondition");
    return;
  }
  for (const condition of written) {
    const { value } = condition;
    if (typeof value !== "string" || !/\bresult\b/.test(value)) continue;
    if (!knowsEmpty.test(value)) report(condition, "does not say what an empty result means");
    else if (isPrometheus && !knowsNoNumber.test(value))
      report(condition, "does not say what a result that is no number means");
  }
}

/** The arguments of a template that say which release is asked about, by all who use it. */
function releaseArguments(
  template: StackManifest,
  stack: readonly StackManifest[],
): ReadonlySet<string> | "none needed" {
  const identity = identityOf(template);
  const uses = stack.filter(isRollout).flatMap((rollout) => {
    const { namespace } = identityOf(rollout);
    return analysesOf(rollout).filter(({ root }) =>
      root
        .at("templates")
        .items()
        .some((reference) => meansTemplate(reference, namespace, identity)),
    );
  });
  if (uses.length > 0 && uses.every(({ isAfterwards }) => isAfterwards)) return "none needed";
  const open = namesOf(
    template.root.at("spec", "args").items(),
    (each) => !each.at("value").isSet && !each.at("valueFrom").isSet,
  );
  const ofHash = uses
    .filter(({ isAfterwards }) => !isAfterwards)
    .map(({ root }) =>
      namesOf(
        root.at("args").items(),
        (each) => each.at("valueFrom", "podTemplateHashValue").value === "Latest",
      ),
    );
  return new Set(open.filter((name) => ofHash.every((names) => names.includes(name))));
}

function namesOf(args: readonly Field[], test: (each: Field) => boolean): readonly string[] {
  return args.filter(test).flatMap((each) => {
    const { value } = each.at("name");
    return typeof value === "string" ? [value] : [];
  });
}
