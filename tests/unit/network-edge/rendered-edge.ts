import { parse } from "yaml";
import type { CertificateSpec, IssuerSpec } from "../../../components/network/certificate-spec.ts";
import type { GatewaySpec } from "../../../components/network/gateway-spec.ts";
import type { MiddlewareSpec } from "../../../components/network/middleware-spec.ts";
import type { ServersTransportSpec, TraefikServiceSpec } from "../../../components/network/route-backend.ts";
import type { Filter, HttpRouteRule, HttpRouteSpec } from "../../../components/network/route-spec.ts";
import type { EnvironmentName } from "../../../model/environment-name.ts";
import { manifestFiles } from "../../../rendering/manifests.ts";
import { capturedStack } from "../../support/captured-stack.ts";
import { ruleFor } from "./rule-for.ts";

/** The specifications of the kinds that the edge is made of. */
interface Specs {
  Gateway: GatewaySpec;
  HTTPRoute: HttpRouteSpec;
  Certificate: CertificateSpec;
  Issuer: IssuerSpec;
  Middleware: MiddlewareSpec;
  TraefikService: TraefikServiceSpec;
  ServersTransport: ServersTransportSpec;
}

interface Rendered {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: unknown;
}

/** What the gateway does with a request by HTTPS. */
export interface Treatment {
  readonly rule: HttpRouteRule;
  /** Headers that the answer carries, whatever the service says. */
  readonly headers: Readonly<Record<string, string>>;
  readonly removed: readonly string[];
  readonly middlewares: readonly string[];
  /** The service that answers; `undefined`: the gateway does. */
  readonly service: string | undefined;
  /** The name of the host that the service is told. */
  readonly toldHost: string;
}

/** One system's edge in one stack, read from its manifests. */
export class RenderedEdge {
  readonly system: string;
  readonly #objects: readonly Rendered[];

  constructor(system: string, objects: readonly Rendered[]) {
    this.system = system;
    this.#objects = objects;
  }

  /** The objects of a kind, by name. */
  all<Kind extends keyof Specs>(kind: Kind): ReadonlyMap<string, Specs[Kind]> {
    return new Map(
      this.#objects
        .filter((object) => object.kind === kind)
        .map(({ metadata, spec }) => [metadata.name, spec as Specs[Kind]]),
    );
  }

  one<Kind extends keyof Specs>(kind: Kind, name: string): Specs[Kind] {
    const found = this.all(kind).get(name);
    if (!found) throw new Error(`${this.system} has no ${kind} ${name}`);
    return found;
  }

  annotations(kind: keyof Specs, name: string): Readonly<Record<string, string>> {
    const found = this.#objects.find((object) => object.kind === kind && object.metadata.name === name);
    return found?.metadata.annotations ?? {};
  }

  /** Every hostname that has a listener of its own. */
  get hosts(): readonly string[] {
    return this.one("Gateway", "gateway").listeners.flatMap(({ hostname }) => hostname ?? []);
  }

  /** What happens to a request of a path of a hostname. */
  asks(host: string, path: string): Treatment {
    const routes = [...this.all("HTTPRoute").values()].filter(
      ({ hostnames, parentRefs }) => hostnames.includes(host) && parentRefs[0]?.sectionName !== "http",
    );
    const [route, ...others] = routes;
    if (!route || others.length > 0) throw new Error(`${routes.length} routes of ${host}`);
    return treatment(ruleFor(route.rules, path), host);
  }
}

function treatment(rule: HttpRouteRule, host: string): Treatment {
  const filters = rule.filters ?? [];
  const of = <Type extends Filter["type"]>(type: Type) =>
    filters.filter((filter): filter is Extract<Filter, { type: Type }> => filter.type === type);
  const [modifier] = of("ResponseHeaderModifier");
  const { set = [], remove = [] } = modifier?.responseHeaderModifier ?? {};
  return {
    rule,
    headers: Object.fromEntries(set.map(({ name, value }) => [name, value])),
    removed: remove,
    middlewares: of("ExtensionRef").map(({ extensionRef }) => extensionRef.name),
    service: rule.backendRefs?.[0]?.name,
    toldHost: of("URLRewrite")[0]?.urlRewrite.hostname ?? host,
  };
}

/** The edges of a stack, by system. */
export async function renderedEdges(stack: EnvironmentName): Promise<ReadonlyMap<string, RenderedEdge>> {
  const bySystem = new Map<string, Rendered[]>();
  for (const { path, text } of manifestFiles(await capturedStack(stack))) {
    const [system = ""] = path.split("/");
    bySystem.set(system, [...(bySystem.get(system) ?? []), parse(text) as Rendered]);
  }
  return new Map([...bySystem].map(([system, objects]) => [system, new RenderedEdge(system, objects)]));
}
