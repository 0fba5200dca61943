import type { Problem } from "../problem.ts";
import type { System } from "../system.ts";
import { leastQdrantMemory } from "../vector-store.ts";

/** What is wrong with the size of a system's Qdrant, as declared or as an environment gives it (SYS-16). */
export function validateVectorStore({ name, vectorStore }: System): Problem[] {
  if (vectorStore?.kind !== "qdrant" || !leastQdrantMemory.exceeds(vectorStore.memory)) return [];
  return [
    {
      path: `${name}.vectorStore.memory`,
      message: `${vectorStore.memory} leaves a Qdrant hardly anything for vectors; give ${leastQdrantMemory} or more`,
    },
  ];
}
