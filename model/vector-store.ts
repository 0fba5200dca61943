import type { Bytes } from "./quantities/bytes.ts";
import type { ThirdParty } from "./third-party.ts";

/** Where embeddings live: Qdrant in the cluster, or Pinecone outside it (SYS-16). Services read the same variables of both. */
export type VectorStore = Qdrant | Pinecone;

export interface Qdrant {
  readonly kind: "qdrant";
  readonly storage: Bytes;
}

export interface Pinecone {
  readonly kind: "pinecone";
  readonly party: ThirdParty;
}

export const qdrant = (given: Omit<Qdrant, "kind">): Qdrant => ({ kind: "qdrant", ...given });

export const pinecone = (given: Omit<Pinecone, "kind">): Pinecone => ({ kind: "pinecone", ...given });

/** One service's edge to its system's vector store. */
export interface VectorStoreUse {
  /** The variable that the code reads the store's address from. */
  readonly env: string;
  /** The variable that the code reads the store's key from. */
  readonly key: string;
}
