import type { LifecycleConfiguration } from "../../components/buckets/lifecycle-configuration.ts";
import { childrenOf, textOf, type XmlElement } from "./xml-element.ts";

// A lifecycle as the set of what it does, each as one line. How that is shared out among rules, and what those are called,
// makes no difference to a file. Whatever a line does not know is in it all the same, so it can't be missed.

/** What a lifecycle does that Slipway wrote. */
export const declaredActions = ({ Rules }: LifecycleConfiguration): readonly string[] =>
  Rules.flatMap(({ Filter, Transitions = [], ...rule }) => [
    ...Transitions.map((each) => line(Filter.Prefix, "Transition", Object.entries(each))),
    ...(["Expiration", "NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload"] as const).flatMap(
      (action) =>
        rule[action]
          ? [line(Filter.Prefix, action, Object.entries<number | string | true>(rule[action]))]
          : [],
    ),
  ]).sort();

/** What a lifecycle does that a service answered with. Rules that are switched off do nothing. */
export const actionsSet = (document: XmlElement): readonly string[] =>
  childrenOf(document, "Rule")
    .filter((rule) => textOf(rule, "Status") === "Enabled")
    .flatMap((rule) =>
      rule.children
        .filter(({ name }) => !aboutRule.includes(name))
        .map((action) => ({ action, said: action.children.filter(({ text }) => text.trim() !== "false") }))
        .filter(({ said }) => said.length > 0)
        .map(({ action, said }) =>
          line(
            filterOf(rule),
            action.name,
            said.map((each) => [each.name, each.text.trim()] as const),
          ),
        ),
    )
    .sort();

const aboutRule: readonly string[] = ["ID", "Status", "Filter", "Prefix"];

/** By the beginning of names, also where it stands as S3 wrote it once; else whatever the filter says. */
function filterOf(rule: XmlElement): string {
  const [filter] = childrenOf(rule, "Filter");
  const conditions = filter?.children ?? [];
  if (conditions.every(({ name }) => name === "Prefix"))
    return conditions[0]?.text ?? childrenOf(rule, "Prefix")[0]?.text ?? "";
  return `${conditions.map(flat).join(" ")} `;
}

const flat = ({ name, text, children }: XmlElement): string =>
  children.length === 0 ? `${name}=${text.trim()}` : `${name}(${children.map(flat).join(" ")})`;

const line = (
  filter: string,
  action: string,
  said: readonly (readonly [string, number | string | boolean])[],
): string =>
  `"${filter}": ${action} ${said
    .map(([name, value]) => `${name}=${String(value)}`)
    .sort()
    .join(" ")}`;
