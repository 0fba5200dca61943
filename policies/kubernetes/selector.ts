import { allHold, someField, type Field } from "./field.ts";
import { labelOf, type Pods } from "./pods.ts";

/** What a Service's selector is: labels and their values. */
export function selectsByMap(selector: Field, pods: Pods): boolean {
  return allHold(
    ...selector.entries().map(
      ([key, wanted]) =>
        () =>
          hasLabel(pods, key, wanted),
    ),
  );
}

/** What every other selector is: matchLabels, matchExpressions or both. An empty one selects all. */
export function selectsByLabels(selector: Field, pods: Pods): boolean {
  return allHold(
    () => selectsByMap(selector.at("matchLabels"), pods),
    ...selector
      .at("matchExpressions")
      .items()
      .map((expression) => () => meets(pods, expression)),
  );
}

/** Whether a label selector names no label, and so selects whatever there is. */
export function selectsAll(selector: Field): boolean {
  return (
    selector.at("matchLabels").entries().length === 0 && selector.at("matchExpressions").items().length === 0
  );
}

function hasLabel(pods: Pods, key: string, wanted: Field): boolean {
  const label = labelOf(pods, key);
  return label === "any" || (label.isSet && label.value === wanted.value);
}

function meets(pods: Pods, expression: Field): boolean {
  const { value: key } = expression.at("key");
  const label = labelOf(pods, typeof key === "string" ? key : "");
  if (label === "any") {
    return true;
  }
  const isOneOf = (): boolean =>
    label.isSet && someField(expression.at("values").items(), ({ value }) => value === label.value);
  switch (expression.at("operator").value) {
    case "Exists":
      return label.isSet;
    case "DoesNotExist":
      return !label.isSet;
    case "In":
      return isOneOf();
    case "NotIn":
      return !isOneOf();
    default:
      return false;
  }
}
