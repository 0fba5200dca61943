import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mebibytes } from "../../../../model/quantities/bytes.ts";
import { validateSystem } from "../../../../model/validation/validate-system.ts";
import { pinecone, qdrant } from "../../../../model/vector-store.ts";
import { pineconeService } from "../../../../systems/third-parties.ts";
import { refusalOf } from "../../config/configured-shop.ts";
import { shop } from "../declared-shop.ts";

const problemsWith = (memory: number) =>
  validateSystem({ ...shop, vectorStore: qdrant({ storage: mebibytes(1024), memory: mebibytes(memory) }) });

describe("the memory of a Qdrant", () => {
  it("is 512Mi unless something else is declared", () => {
    expect(qdrant({ storage: mebibytes(1) }).memory).toEqual(mebibytes(512));
  });

  it("is refused below 128Mi, and taken from there on", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4096 }), (memory) => {
        expect(problemsWith(memory).map(({ path }) => path)).toEqual(
          memory < 128 ? ["shop.vectorStore.memory"] : [],
        );
      }),
    );
    expect(problemsWith(64)).toEqual([
      {
        path: "shop.vectorStore.memory",
        message: "64Mi leaves a Qdrant hardly anything for vectors; give 128Mi or more",
      },
    ]);
  });

  it("is nothing to us where somebody else runs the vector store", () => {
    const vectorStore = pinecone({ party: pineconeService });
    expect(validateSystem({ ...shop, vectorStore }).filter(({ path }) => path.endsWith(".memory"))).toEqual(
      [],
    );
  });

  it("is held against the same bound where a stack's file gives it", () => {
    expect(refusalOf("staging", { "systems.shop.sizes.vectorStore.memory": "100Mi" })).toEqual([
      {
        path: "shop.vectorStore.memory",
        message: "100Mi leaves a Qdrant hardly anything for vectors; give 128Mi or more",
      },
    ]);
  });
});
