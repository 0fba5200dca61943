import type { Field } from "./field.ts";
import { kindKey } from "./kind.ts";
import { namespaceOf, type Manifest } from "./manifest.ts";

const gateways = "gateway.networking.k8s.io";

export const isIngress = ({ kind }: Manifest): boolean =>
  ["networking.k8s.io/Ingress", "extensions/Ingress"].includes(kindKey(kind));
export const isGateway = ({ kind }: Manifest): boolean => kindKey(kind) === `${gateways}/Gateway`;
export const isHttpRoute = ({ kind }: Manifest): boolean => kindKey(kind) === `${gateways}/HTTPRoute`;

/** Where a listener ends TLS itself. One that passes it on, or knows none, does not. */
export const usesTls = (listener: Field): boolean =>
  listener.at("protocol").value === "HTTPS" || listener.at("protocol").value === "TLS";

/** Whether a route asks to be served by a listener of a gateway. One that names no listener asks for all. */
export function attaches(route: Manifest, parent: Field, gateway: Manifest, listener: Field): boolean {
  const namespace = parent.at("namespace").value ?? namespaceOf(route);
  const section = parent.at("sectionName");
  return (
    gateway.root.at("metadata", "name").value === parent.at("name").value &&
    namespaceOf(gateway) === namespace &&
    (!section.isSet || section.value === listener.at("name").value)
  );
}

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
