import * as pulumi from "@pulumi/pulumi";
import { runStore, type StoreArgs } from "./store-resources.ts";
import type { Store } from "./store.ts";

/** Dev's Postgres: one pod with one volume. */
export class Postgres extends pulumi.ComponentResource {
  constructor(name: string, store: Store, args: StoreArgs, opts: pulumi.ComponentResourceOptions) {
    super("slipway:data:Postgres", name, {}, opts);
    runStore(this, store, args);
    this.registerOutputs({});
  }
}
