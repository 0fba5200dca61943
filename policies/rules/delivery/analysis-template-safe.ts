import type { ReportField } from "../../judging/report-field.ts";
import type { StackManifest } from "../../judging/rule.ts";
import { stackRule } from "../../judging/stack-rule.ts";
import type { Field } from "../../kubernetes/field.ts";
import { identityOf } from "../../kubernetes/manifest.ts";
import {
  analysesOf,
  blueGreenOf,
  canaryOf,
  isAnalysisTemplate,
  isRollout,
  meansTemplate,
  type ReleaseAnalysis,
} from "../../kubernetes/rollout.ts";

const conditions = ["successCondition", "failureCondition"];
const knowsEmpty = /\blen\s*\(\s*result\s*\)|\bdefault\s*\(\s*result\b|\bisNil\s*\(/;
const knowsNoNumber = /\bisNaN\s*\(/;
const argument = /\{\{\s*args\.([\w-]+)\s*\}\}/g;

interface Use extends ReleaseAnalysis {
  readonly rollout: StackManifest;
}

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
    "A gateway's figures have no such label: there match the name of the canaryService or the previewService.",
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
      const all = usesOf(template, stack);
      const uses = all.filter(({ isAfterwards }) => !isAfterwards);
      if (all.length > 0 && uses.length === 0) return;
      const given = releaseArguments(template, uses);
      for (const metric of template.root.at("spec", "metrics").items()) {
        attempt(() => {
          const query = metric.at("provider", "prometheus", "query");
          const { value: text } = query;
          if (typeof text !== "string") return;
          const isByHash = [...text.matchAll(argument)].some(([, name = ""]) => given.has(name));
          const isByService = uses.length > 0 && uses.every((use) => isAboutNewService(text, use));
          if (!isByHash && !isByService) report(query, "is not about the new version's pods alone");
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

/** Where a release asks for an analysis by this template. */
function usesOf(template: StackManifest, stack: readonly StackManifest[]): readonly Use[] {
  const identity = identityOf(template);
  return stack.filter(isRollout).flatMap((rollout) => {
    const { namespace } = identityOf(rollout);
    return analysesOf(rollout)
      .filter(({ root }) =>
        root
          .at("templates")
          .items()
          .some((reference) => meansTemplate(reference, namespace, identity)),
      )
      .map((analysis) => ({ rollout, ...analysis }));
  });
}

/** The arguments of a template that say which release is asked about, by all who use it. */
function releaseArguments(template: StackManifest, uses: readonly Use[]): ReadonlySet<string> {
  const open = namesOf(
    template.root.at("spec", "args").items(),
    (each) => !each.at("value").isSet && !each.at("valueFrom").isSet,
  );
  const ofHash = uses.map(({ root }) =>
    namesOf(
      root.at("args").items(),
      (each) => each.at("valueFrom", "podTemplateHashValue").value === "Latest",
    ),
  );
  return new Set(open.filter((name) => ofHash.every((names) => names.includes(name))));
}

/** Whether a query is about the Service that leads to the new version alone, as a gateway's figures are. */
function isAboutNewService(query: string, { rollout }: Use): boolean {
  const [canary, blueGreen] = [canaryOf(rollout), blueGreenOf(rollout)];
  const { value: name } = canary.isSet ? canary.at("canaryService") : blueGreen.at("previewService");
  const { value: old } = canary.isSet ? canary.at("stableService") : blueGreen.at("activeService");
  if (typeof name !== "string" || name === "" || typeof old !== "string") return false;
  return query.includes(name) && !(old.includes(name) && query.includes(old));
}

function namesOf(args: readonly Field[], test: (each: Field) => boolean): readonly string[] {
  return args.filter(test).flatMap((each) => {
    const { value } = each.at("name");
    return typeof value === "string" ? [value] : [];
  });
}
