import { JSONPath } from "jsonpath-plus";
import { isObject, type PropertyValue } from "../../protocol/property-value.ts";
import { asText, listAt, numberAt, type KubernetesObject } from "../cluster/kubernetes-object.ts";
import { ready, waiting, type Judgement, type ReadinessRule } from "./readiness.ts";

type Expectation = (object: KubernetesObject) => Judgement;

/**
 * The rule of a `pulumi.com/waitFor` annotation: every expression must hold. An expression is
 * `jsonpath={.path}`, `jsonpath={.path}=value` or `condition=Type[=Status]`, as `kubectl wait` takes them.
 * @throws Error which says what is wrong with an expression.
 */
export function waitForRule(expressions: readonly string[]): ReadinessRule {
  const expectations = expressions.map(expectationOf);
  return {
    related: [],
    judge: ({ object }) => {
      const unmet = expectations.map((expect) => expect(object)).filter(({ isReady }) => !isReady);
      if (unmet.length === 0) return ready(`Found ${expressions.join(", ")}`);
      return waiting(
        unmet.map(({ progress }) => progress).join("; "),
        unmet.flatMap(({ problems }) => problems),
      );
    },
  };
}

function expectationOf(expression: string): Expectation {
  if (expression.startsWith("condition=")) return conditionMet(expression.slice("condition=".length));
  if (expression.startsWith("jsonpath=")) return pathMatches(expression.slice("jsonpath=".length));
  throw new Error(
    `pulumi.com/waitFor: expected a "jsonpath=" or "condition=" prefix, and got ${JSON.stringify(expression)}.`,
  );
}

function conditionMet(text: string): Expectation {
  const [type = "", status = "True", ...rest] = text.split("=");
  if (type === "" || rest.length > 0) {
    throw new Error(
      `pulumi.com/waitFor: write condition=Type or condition=Type=Status, not condition=${text}.`,
    );
  }
  return (object) => {
    const condition = listAt(object, "status.conditions").find((candidate) =>
      isSame(asText(candidate["type"]), type),
    );
    const found = asText(condition?.["status"]);
    const observed = numberAt(
      condition ?? {},
      "observedGeneration",
      numberAt(object, "status.observedGeneration", Number.POSITIVE_INFINITY),
    );
    const isCurrent = observed >= numberAt(object, "metadata.generation");
    if (isSame(found, status) && isCurrent) return ready();
    const said = condition === undefined ? "there is no such condition" : describe(condition);
    const seen = isCurrent ? said : `${said}; the controller has not seen the last change`;
    return waiting(`Waiting for condition ${type}=${status}`, [
      `waiting for condition ${type}=${status}: ${seen}`,
    ]);
  };
}

function describe(condition: KubernetesObject): string {
  const words = [asText(condition["reason"]), asText(condition["message"])].filter((word) => word !== "");
  return `it is ${asText(condition["status"])}${words.length > 0 ? ` (${words.join(": ")})` : ""}`;
}

function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

const PATH = /^\{\s*(?<path>[^{}]+?)\s*\}(?:=(?<value>.+))?$/s;

function pathMatches(text: string): Expectation {
  const parts = PATH.exec(text)?.groups;
  if (parts?.["path"] === undefined) {
    throw new Error(
      `pulumi.com/waitFor: write jsonpath={.path} or jsonpath={.path}=value, not jsonpath=${text}.`,
    );
  }
  const path = parts["path"].startsWith("$") ? parts["path"] : `$${parts["path"]}`;
  const { value } = parts;
  return (object) => {
    const observed = numberAt(object, "status.observedGeneration", Number.POSITIVE_INFINITY);
    if (observed < numberAt(object, "metadata.generation"))
      return waiting(`Waiting for ${text}`, [
        `waiting for ${text}: the controller has not seen the last change`,
      ]);
    // "safe" evaluates a filter's expression itself, without the JavaScript engine.
    const results = JSONPath<PropertyValue[]>({ path, json: object, eval: "safe", wrap: true });
    const [found] = results;
    if (found === undefined)
      return waiting(`Waiting for ${text}`, [`waiting for ${text}: ${path} selected nothing`]);
    if (value === undefined) return ready();
    if (isObject(found) || Array.isArray(found))
      throw new Error(
        `pulumi.com/waitFor: ${path} is no single value, so it can't be compared with ${value}.`,
      );
    if (String(found) === value) return ready();
    return waiting(`Waiting for ${text} (found ${String(found)})`, [
      `waiting for ${text}: found ${String(found)}`,
    ]);
  };
}
