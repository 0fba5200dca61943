import { type Bytes, mebibytes } from "./quantities/bytes.ts";
import type { ThirdParty } from "./third-party.ts";

/** Where embeddings live: Qdrant in the cluster, or Pinecone outside it (SYS-16). Services read the same variables of both. */
export type VectorStore = Qdrant | Pinecone;

export interface Qdrant {
  readonly kind: "qdrant";
  /** Storage of the volume of its data; that of its snapshots is as large. */
  readonly storage: Bytes;
  /**
   * Memory of its container, request and limit alike. Where searches are to find all vectors there, its makers reckon with 6 bytes
   * for each number of a vector: 512 MiB are some 55,000 vectors of 1,536 numbers. Beyond that it reads from its volume. @default 512 MiB
   */
  readonly memory: Bytes;
}

export interface Pinecone {
  readonly kind: "pinecone";
  readonly party: ThirdParty;
}

/** Declares a Qdrant that the platform runs. */
export const qdrant = (given: Omit<Qdrant, "kind" | "memory"> & Partial<Pick<Qdrant, "memory">>): Qdrant => ({
  kind: "qdrant",
  memory: mebibytes(512),
  ...given,
});

/** The least memory that a Qdrant is given. No source has a number; below this one, hardly anything is left for vectors. */
export const leastQdrantMemory = mebibytes(128);

export const pinecone = (given: Omit<Pinecone, "kind">): Pinecone => ({ kind: "pinecone", ...given });

/** One service's edge to its system's vector store. */
export interface VectorStoreUse {
  /** The variable that the code reads the store's address from. */
  readonly env: string;
  /** The variable that the code reads the store's key from. */
  readonly key: string;
}
