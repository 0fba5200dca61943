import { storeServices } from "../../model/store-services.ts";
import type { VectorStore } from "../../model/vector-store.ts";

/** Where a vector store is reached. */
export const vectorStoreAddress = (store: VectorStore): string =>
  store.kind === "qdrant"
    ? `http://${storeServices.vectorStore.name}:${storeServices.vectorStore.port}`
    : `https://${store.party.host}:${store.party.port}`;
