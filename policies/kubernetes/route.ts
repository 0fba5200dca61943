import { allHold, type Field, someField } from "./field.ts";
import { kindKey } from "./kind.ts";
import { namespaceOf, type Manifest } from "./manifest.ts";

const gateways = "gateway.networking.k8s.io";

export const isIngress = ({ kind }: Manifest): boolean =>
  ["networking.k8s.io/Ingress", "extensions/Ingress"].includes(kindKey(kind));
export const isGateway = ({ kind }: Manifest): boolean => kindKey(kind) === `${gateways}/Gateway`;
export const isHttpRoute = ({ kind }: Manifest): boolean => kindKey(kind) === `${gateways}/HTTPRoute`;

export const isGrpcRoute = ({ kind }: Manifest): boolean => kindKey(kind) === `${gateways}/GRPCRoute`;

/** What a gateway leads on by names of hosts and what is in a request. */
export const isRoute = (manifest: Manifest): boolean => isHttpRoute(manifest) || isGrpcRoute(manifest);

/** Where a listener ends TLS itself. One that passes it on, or knows none, does not. */
export const usesTls = (listener: Field): boolean =>
  listener.at("protocol").value === "HTTPS" || listener.at("protocol").value === "TLS";

/**
 * Whether a route is served by a listener of a gateway: it asks for it, by its name or its port, and they have a host in common. One that
 * names no listener asks for all.
 */
export function attaches(route: Manifest, parent: Field, gateway: Manifest, listener: Field): boolean {
  const namespace = parent.at("namespace").value ?? namespaceOf(route);
  const isAskedFor = (of: Field, own: Field): boolean => !of.isSet || of.value === own.value;
  return allHold(
    () => gateway.root.at("metadata", "name").value === parent.at("name").value,
    () => namespaceOf(gateway) === namespace,
    () => isAskedFor(parent.at("sectionName"), listener.at("name")),
    () => isAskedFor(parent.at("port"), listener.at("port")),
    () => sharesHost(route.root.at("spec", "hostnames"), listener.at("hostname")),
  );
}

function sharesHost(hostnames: Field, { isSet, value: served }: Field): boolean {
  if (!isSet || served === "" || hostnames.items().length === 0) return true;
  return someField(
    hostnames.items(),
    ({ value }) => value === served || isUnder(served, value) || isUnder(value, served),
  );
}

/** A gateway's star stands for any number of words before a dot. */
const isUnder = (pattern: unknown, host: unknown): boolean =>
  typeof pattern === "string" &&
  typeof host === "string" &&
  pattern.startsWith("*.") &&
  host.endsWith(pattern.slice(1));

/** The backends of an Ingress, with where they stand. */
export function ingressBackendsOf({ root }: Manifest): readonly Field[] {
  const spec = root.at("spec");
  return [
    ...["defaultBackend", "backend"].map((name) => spec.at(name)).filter(({ isSet }) => isSet),
    ...spec
      .at("rules")
      .items()
      .flatMap((rule) => rule.at("http", "paths").items())
      .map((path) => path.at("backend")),
  ];
}
