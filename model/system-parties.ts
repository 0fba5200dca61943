import type { Runnable } from "./runnable.ts";
import type { System } from "./system.ts";
import type { ThirdParty } from "./third-party.ts";

/** Every third party that a system's programs call or that keeps its data, once (SYS-22). */
export function thirdPartiesOf({
  services,
  tasks,
  objectStore,
  vectorStore,
}: Pick<System, "services" | "tasks" | "objectStore" | "vectorStore">): readonly ThirdParty[] {
  const called = Object.values<Runnable>({ ...services, ...tasks }).flatMap((service) =>
    "egress" in service ? service.egress : [],
  );
  const stores = [objectStore?.party, vectorStore?.kind === "pinecone" ? vectorStore.party : undefined];
  return [...new Set([...called, ...stores.filter((party) => party !== undefined)])];
}
