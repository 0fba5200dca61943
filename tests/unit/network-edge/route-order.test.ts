import { expect, test } from "vitest";
import { capturedStack } from "../../support/captured-stack.ts";

interface Referring {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: object;
}

/** Kind and name of everything of Traefik's that a route refers to. */
function referredTo(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  const own = value as Record<string, unknown>;
  return [
    ...(own["group"] === "traefik.io" ? [`${String(own["kind"])}/${String(own["name"])}`] : []),
    ...Object.values(own).flatMap(referredTo),
  ];
}

test.each(["staging", "production"] as const)(
  "a route of %s waits for every middleware and weight that it refers to, also another service's",
  async (stack) => {
    const resources = await capturedStack(stack);
    const identityOf = new Map(
      resources.map(({ urn, inputs }) => {
        const { metadata, kind } = inputs as Partial<Referring> & { readonly kind?: string };
        return [urn, `${metadata?.namespace}: ${kind}/${metadata?.name}`];
      }),
    );
    const routes = resources.filter(({ type }) => type.endsWith(":HTTPRoute"));
    let ofOthers = 0;
    for (const { inputs, dependsOn } of routes) {
      const { metadata, spec } = inputs as unknown as Referring;
      const waitedFor = dependsOn.map((urn) => identityOf.get(urn));
      for (const reference of referredTo(spec)) {
        expect(waitedFor, metadata.name).toContain(`${metadata.namespace}: ${reference}`);
        if (reference.startsWith("TraefikService/") && !reference.endsWith(`/${metadata.name}`))
          ofOthers += 1;
      }
    }
    // Odd Scenes' site sends its /api to the back end.
    expect(ofOthers).toBeGreaterThan(0);
  },
);
