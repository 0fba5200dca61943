import { expect } from "vitest";
import { selectorOf } from "../../../../components/observability/counter.ts";
import { forwardedRequests } from "../../../../components/observability/service-level-indicators.ts";
import { valuesOf } from "../paging/ask-observers.ts";
import { eventually } from "../support/eventually.ts";
import type { Suite } from "../support/suite.ts";
import type { PublicEndpoint } from "./public-endpoints.ts";

/** That the gateway's counts, as a real Prometheus scrapes them, have the names by which objectives of static sites ask for them. */
export async function expectCounted(suite: Suite, endpoints: readonly PublicEndpoint[]): Promise<string> {
  for (const { namespace, name } of endpoints) {
    const counted = forwardedRequests(namespace, name);
    await eventually(`the gateway's counts of ${namespace}/${name} are scraped`, async () => {
      const byCode = `sum by (code) (${selectorOf(counted)})`;
      expect(await valuesOf(suite, byCode), byCode).not.toEqual([]);
      return true;
    });
  }
  return `${endpoints.length} services are counted by the gateway as objectives ask for them`;
}
