import * as pulumi from "@pulumi/pulumi";
import { runStore, type StoreArgs } from "./store-resources.ts";
import type { Store } from "./store.ts";

/** A system's Redis: one pod with one volume. */
export class Redis extends pulumi.ComponentResource {
  constructor(name: string, store: Store, args: StoreArgs, opts: pulumi.ComponentResourceOptions) {
    super("slipway:data:Redis", name, {}, opts);
    runStore(this, store, args);
    this.registerOutputs({});
  }
}
