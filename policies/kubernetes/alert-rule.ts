import type { Field } from "./field.ts";
import { kindKey } from "./kind.ts";
import type { Manifest } from "./manifest.ts";

/** An alerting rule of a PrometheusRule. */
export interface AlertRule {
  /** What it is called, as far as that can be known: for messages only. */
  readonly subject: string;
  readonly root: Field;
  /** One of its labels, or one that its group gives to all of its rules. */
  readonly label: (name: string) => Field;
}

/** As Prometheus' own habit has it: words that begin with capitals. */
const shownAlert = (text: string | undefined): string | undefined =>
  text !== undefined && /^[A-Za-z_:][\w:-]{0,79}$/.test(text) ? text : undefined;

export const isPrometheusRule = ({ kind }: Manifest): boolean =>
  kindKey(kind) === "monitoring.coreos.com/PrometheusRule";

/**
 * The alerting rules of a PrometheusRule; those that record have no alert.
 * @param attempt Runs what reads one group or one rule, so that an unknown one hides none of the others.
 */
export function alertRulesOf({ root }: Manifest, attempt: (check: () => void) => void): readonly AlertRule[] {
  const found: AlertRule[] = [];
  for (const group of root.at("spec", "groups").items())
    attempt(() => {
      for (const rule of group.at("rules").items())
        attempt(() => {
          if (!rule.at("alert").isSet && rule.at("record").isSet) return;
          found.push({
            subject: shownAlert(rule.at("alert").knownText) ?? rule.path,
            root: rule,
            label: (name) => {
              const own = rule.at("labels", name);
              const ofGroup = group.at("labels", name);
              return own.isSet || !ofGroup.isSet ? own : ofGroup;
            },
          });
        });
    });
  return found;
}
