import type { Rule, StackManifest } from "../judging/rule.ts";
import type { Field } from "../kubernetes/field.ts";
import { namespaceOf } from "../kubernetes/manifest.ts";
import { isGrpcRoute, isIngress, isRoute } from "../kubernetes/route.ts";

/** A host and a path, as one object serves it, and a text that is the same for the same. */
interface Served {
  readonly key: () => string;
  readonly field: Field;
}

export const uniqueHostPath: Rule = {
  name: "unique-host-path",
  displayName: "Each address leads to one place",
  description:
    "No two Ingresses, HTTPRoutes or GRPCRoutes serve the same path of the same host, on the same listener.",
  severity: "high",
  tags: ["network", "SRE"],
  why: "Which of them answers is left to the controller, and may change with any update of either.",
  fix: "give one of them another host or path, or join them.",
  remediation: [
    "Find which of the two is meant for the path, and take it from the other.",
    "To share requests between two backends, name both in one rule, with weights.",
  ],
  judgeStack(stack, inspection) {
    const owners = new Map<string, string>();
    for (const manifest of stack) {
      if (!isIngress(manifest) && !isRoute(manifest)) {
        continue;
      }
      inspection.applies();
      inspection.attempt(() => {
        for (const { key, field } of isIngress(manifest) ? ofIngress(manifest) : ofRoute(manifest)) {
          inspection.attempt(() => {
            const served = key();
            const owner = owners.get(served);
            if (owner !== undefined) {
              const problem = `is served by ${owner} already`;
              inspection.report({ subject: manifest.subject, field, problem, urn: manifest.urn });
            }
            owners.set(served, owner ?? manifest.subject);
          });
        }
      });
    }
  },
};

function ofIngress({ root }: StackManifest): readonly Served[] {
  const spec = root.at("spec");
  return spec
    .at("rules")
    .items()
    .flatMap((rule) =>
      rule
        .at("http", "paths")
        .items()
        .map((path) => ({
          key: () =>
            JSON.stringify([
              "Ingress",
              spec.at("ingressClassName").value,
              rule.at("host").value,
              path.at("pathType").value,
              path.at("pathType").value === "Prefix"
                ? withoutSlash(path.at("path").value)
                : path.at("path").value,
            ]),
          field: path.at("path"),
        })),
    );
}

/** `/api` and `/api/` begin the same paths. */
const withoutSlash = (path: unknown): unknown =>
  typeof path === "string" ? path.replace(/(?<=.)\/$/, "") : path;

/** What a match without a word about the path says, and one that a rule leaves out: every path. */
function everyPath(match: unknown): unknown {
  const { path, ...rest } = (match ?? {}) as Readonly<Record<string, unknown>>;
  const { type = "PathPrefix", value = "/" } = (path ?? {}) as Readonly<Record<string, unknown>>;
  return { ...rest, path: { type, value: type === "PathPrefix" ? withoutSlash(value) : value } };
}

/** Routes of one host may differ by their listener, and by whatever else of a request they match. */
function ofRoute(route: StackManifest): readonly Served[] {
  const spec = route.root.at("spec");
  const parents = spec.at("parentRefs").items();
  const namespace = (parent: Field): unknown => parent.at("namespace").value ?? namespaceOf(route);
  return spec
    .at("rules")
    .items()
    .flatMap((rule) => {
      const matches = rule.at("matches");
      // Without a match it is every path.
      return matches.items().length === 0 ? [matches] : matches.items();
    })
    .flatMap((match) =>
      spec
        .at("hostnames")
        .items()
        .flatMap((host) =>
          parents.map((parent) => ({
            key: () =>
              JSON.stringify([
                route.kind.name,
                namespace(parent),
                ...["name", "sectionName", "port"].map((key) => parent.at(key).value),
                host.value,
                isGrpcRoute(route) ? match.value : everyPath(match.value),
              ]),
            field: match,
          })),
        ),
    );
}
