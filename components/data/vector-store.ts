import * as pulumi from "@pulumi/pulumi";
import { runStore, type StoreArgs } from "./store-resources.ts";
import type { Store } from "./store.ts";

/** A system's own vector store: one pod with one volume. */
export class VectorStore extends pulumi.ComponentResource {
  constructor(name: string, store: Store, args: StoreArgs, opts: pulumi.ComponentResourceOptions) {
    super("slipway:data:VectorStore", name, {}, opts);
    runStore(this, store, args);
    this.registerOutputs({});
  }
}
