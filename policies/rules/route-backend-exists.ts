import type { StackManifest } from "../judging/rule.ts";
import { stackRule, type StackCheck } from "../judging/stack-rule.ts";
import { allHold, someField, type Field } from "../kubernetes/field.ts";
import { kindKey } from "../kubernetes/kind.ts";
import { isNamed, namespaceOf, type Manifest } from "../kubernetes/manifest.ts";
import { missingOfKind } from "../kubernetes/ownership.ts";
import { grants, REFERENCE_GRANT, type Referred } from "../kubernetes/reference-grant.ts";
import { ingressBackendsOf, isRoute, isIngress } from "../kubernetes/route.ts";
import { ofKind, perhapsNamed } from "../kubernetes/stack-search.ts";

const traefikService = "traefik.io/TraefikService";
const isTraefikService = ({ kind }: Manifest): boolean => kindKey(kind) === traefikService;

/** What a route leads to. */
interface Backend {
  readonly field: Field;
  readonly kind: string;
  readonly namespace: string;
  readonly port: Field | undefined;
}

const check: StackCheck = (route, report, stack, { attempt }, reportMissing) => {
  for (const backend of backendsOf(route)) {
    attempt(() => {
      const name = String(backend.field.value);
      const { kind, namespace } = backend;
      const found = (port?: Field): boolean =>
        someField(perhapsNamed(ofKind(stack, kind), { namespace, name }), (each) =>
          allHold(
            () => isNamed(each, { namespace, name }),
            () => port === undefined || hasPort(each, port),
          ),
        );
      if (!found()) {
        reportMissing(
          backend.field,
          `names ${shownKind(backend)} that the stack doesn't declare there`,
          missingOfKind(kind, name, namespace, stack),
        );
        return;
      }
      attempt(() => {
        if (backend.port?.isSet === true && isToService(backend) && !found(backend.port))
          report(backend.port, "is no port of the Service");
      });
      if (!isGranted(route, { kind, namespace, name }, stack))
        reportMissing(backend.field, "names what is in another namespace, and no ReferenceGrant lets it", {
          namespaces: [namespace],
          others: ofKind(stack, REFERENCE_GRANT),
          isMisplaced: () => false,
        });
    });
  }
};

/** Traefik's own kinds ask for no grant. */
const isGranted = (route: StackManifest, backend: Referred, stack: readonly StackManifest[]): boolean =>
  !isRoute(route) ||
  backend.namespace === namespaceOf(route) ||
  someField(ofKind(stack, REFERENCE_GRANT), (grant) => grants(grant, route, backend));

export const routeBackendExists = stackRule({
  name: "route-backend-exists",
  displayName: "Routes lead somewhere",
  description:
    "Every backend of an Ingress, an HTTPRoute, a GRPCRoute and a TraefikService is declared in the stack, with the port, and in another namespace with a ReferenceGrant.",
  severity: "high",
  tags: ["network", "SRE"],
  why: "A route to nothing answers 500 or 503 to everybody, and nothing refuses it.",
  fix: "name a Service of the route's namespace, and one of its ports.",
  remediation: [
    "Compare the backend's name with those of the Services in the same namespace.",
    "The port is the Service's own, not the container's.",
    "For a backend in another namespace declare a ReferenceGrant there, from the route's kind and namespace.",
  ],
  concerns: (manifest) => isIngress(manifest) || isRoute(manifest) || isTraefikService(manifest),
  checks: [check],
});

/** As kinds are written: anything else got there by mistake and may be a secret. */
function shownKind({ kind }: Backend): string {
  const name = kind.split("/")[1] ?? "";
  return /^[A-Z][A-Za-z]{0,62}$/.test(name) ? `a ${name}` : "what is no kind,";
}

const isToService = ({ kind }: Backend): boolean => kind === "core/Service";

function hasPort(service: StackManifest, wanted: Field): boolean {
  return someField(
    service.root.at("spec", "ports").items(),
    (port) => port.at("port").value === wanted.value || port.at("name").value === wanted.value,
  );
}

function backendsOf(route: StackManifest): readonly Backend[] {
  const namespace = namespaceOf(route);
  if (isIngress(route)) {
    return ingressBackendsOf(route).flatMap((backend) =>
      backend.at("service", "name").isSet
        ? [{ field: backend.at("service", "name"), kind: "core/Service", namespace, port: portOf(backend) }]
        : [],
    );
  }
  const spec = route.root.at("spec");
  const references = isRoute(route)
    ? spec
        .at("rules")
        .items()
        .flatMap((rule) => rule.at("backendRefs").items())
    : spec.at("weighted", "services").items();
  return references.map((reference) => ({
    field: reference.at("name"),
    kind: kindOf(reference, isTraefikService(route)),
    namespace: textOf(reference.at("namespace")) ?? namespace,
    port: reference.at("port"),
  }));
}

function portOf(backend: Field): Field {
  const port = backend.at("service", "port");
  return port.at("name").isSet ? port.at("name") : port.at("number");
}

/** Without a group it is the core's, and Traefik's own where Traefik names its own kind. */
function kindOf(reference: Field, isTraefiks: boolean): string {
  const kind = textOf(reference.at("kind")) ?? "Service";
  const group = textOf(reference.at("group")) ?? (isTraefiks && kind !== "Service" ? "traefik.io" : "core");
  return `${group}/${kind}`;
}

const textOf = ({ value }: Field): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;
