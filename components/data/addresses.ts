import type { VectorStore } from "../../model/vector-store.ts";

/** The Service of each data store: its name in the system's namespace, and its port. */
export const stores = {
  database: { name: "database", port: 5432 },
  cache: { name: "cache", port: 6379 },
  vectorStore: { name: "vector-store", port: 6333 },
} as const;

/** Where a vector store is reached. */
export const vectorStoreAddress = (store: VectorStore): string =>
  store.kind === "qdrant"
    ? `http://${stores.vectorStore.name}:${stores.vectorStore.port}`
    : `https://${store.party.host}:${store.party.port}`;
