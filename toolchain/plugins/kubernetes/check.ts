import { formatPath } from "../protocol/difference.ts";
import {
  asSecret,
  isObject,
  objectAt,
  reveal,
  revealAll,
  UNKNOWN,
  withObjectAt,
  type Properties,
} from "../protocol/property-value.ts";
import type { CheckFailure, CheckRequest, CheckResult } from "../protocol/resource-provider.ts";
import { isNamed, withAutoname } from "./autoname.ts";
import { missingAt } from "./field-path.ts";
import { isHelmRelease, isNamespaced, objectKind, type ObjectKind } from "./object-kind.ts";
import { requiredFields } from "./required-fields.ts";
import { validationRules } from "./validation-rules.ts";

/** Names what the program left unnamed, puts it in its namespace, and finds what the API server would reject. */
export function checkObject(request: CheckRequest, defaultNamespace: string): CheckResult {
  if (isHelmRelease(request.type)) return checkHelmRelease(request);
  const kind = objectKind(request.type, request.inputs);
  const inputs = withSecretData(
    kind,
    withNamespace(kind, kind.isPatch ? request.inputs : withAutoname(request), defaultNamespace),
  );
  return { inputs, failures: failuresOf(kind, revealAll(inputs)) };
}

function checkHelmRelease({ inputs }: CheckRequest): CheckResult {
  const failures = missingAt(revealAll(inputs), "chart").map((path) => ({
    property: formatPath(path),
    reason: "a Helm release needs a chart.",
  }));
  return { inputs, failures };
}

function withNamespace(kind: ObjectKind, inputs: Properties, defaultNamespace: string): Properties {
  const namespace = objectAt(inputs, "metadata")["namespace"];
  const isSet = namespace !== undefined && namespace !== null && namespace !== "";
  if (isSet || !isNamespaced(kind)) return inputs;
  return withObjectAt(inputs, "metadata", (metadata) => ({ ...metadata, namespace: defaultNamespace }));
}

/** A Secret's values are secret, whether or not the program said so. */
export function withSecretData(kind: ObjectKind, properties: Properties): Properties {
  if (kind.group !== "" || kind.kind !== "Secret") return properties;
  const marked = { ...properties };
  for (const key of ["data", "stringData"]) {
    const value = marked[key];
    if (value !== undefined && value !== null) marked[key] = asSecret(value);
  }
  return marked;
}

function failuresOf(kind: ObjectKind, object: Properties): CheckFailure[] {
  const identity = identityFailures(kind, object);
  if (kind.isPatch) return identity;
  const key = kind.group === "" ? kind.kind : `${kind.group}/${kind.kind}`;
  const missing = (requiredFields[key] ?? [])
    .flatMap((field) => missingAt(object, field))
    .map(formatPath)
    .map((property) => ({ property, reason: `${kind.kind} needs ${property}, and it is missing.` }));
  const broken = (validationRules[key] ?? []).flatMap((rule) => rule(object) ?? []);
  return [...identity, ...missing.filter(isFirstOfItsKind), ...broken];
}

function isFirstOfItsKind(failure: CheckFailure, index: number, all: CheckFailure[]): boolean {
  return all.findIndex(({ property }) => property === failure.property) === index;
}

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LONGEST_NAME = 253;

function identityFailures(kind: ObjectKind, object: Properties): CheckFailure[] {
  const { name, generateName } = objectAt(object, "metadata");
  const failures: CheckFailure[] = [];
  if (isObject(object["metadata"]) && generateName !== undefined && generateName !== null) {
    failures.push({
      property: "metadata.generateName",
      reason: "server-side apply does not support it. Set metadata.name, or leave both out.",
    });
  } else if (!isNamed(object)) {
    failures.push({
      property: "metadata.name",
      reason: `${kind.kind} needs a name here. Set metadata.name.`,
    });
  }
  if (typeof name === "string" && name !== UNKNOWN && !isValidName(kind, name)) {
    failures.push({
      property: "metadata.name",
      reason: `${JSON.stringify(reveal(name))} is not a DNS name of at most ${LONGEST_NAME} lower-case letters, digits, "-" and ".".`,
    });
  }
  return failures;
}

function isValidName({ group }: ObjectKind, name: string): boolean {
  if (name === "") return true;
  // Roles and their bindings may carry names such as "system:auth-delegator".
  if (group === "rbac.authorization.k8s.io") return !name.includes("/");
  return name.length <= LONGEST_NAME && SUBDOMAIN.test(name);
}
