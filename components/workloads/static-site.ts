import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type * as model from "../../model/workload.ts";
import { retention } from "../protection.ts";
import { logicalName } from "../system-context.ts";
import { contentName } from "./content-name.ts";
import { type WorkloadArgs, workloadIdentity } from "./deployed-workload.ts";
import { serveWorkload } from "./served-workload.ts";
import { siteConfiguration } from "./site-configuration.ts";
import { siteFiles } from "./site-server.ts";
import { settingsOf } from "./variable-config.ts";

/**
 * Files behind an unprivileged web server, the Service in front on the web's own port (CF-09), and the server's
 * configuration with the page's settings, so that one image serves every environment (CF-10).
 */
export class StaticSite extends pulumi.ComponentResource {
  constructor(name: string, args: WorkloadArgs<model.StaticSite>, opts: pulumi.ComponentResourceOptions) {
    super("slipway:workloads:StaticSite", name, {}, opts);
    const { context, service } = args;
    const data = siteConfiguration(
      service,
      settingsOf(context.environment.name, context.own, service.variables),
    );
    const configMap = contentName(`${args.name}-site`, data);
    const configuration = new kubernetes.core.v1.ConfigMap(
      logicalName(context.labelled, args.name, "site"),
      {
        metadata: { ...workloadIdentity(args).metadata, name: configMap },
        data,
        immutable: true,
      },
      // An older pod template, which a rollback goes back to, still names the older one.
      { parent: this, ...retention(context) },
    );
    serveWorkload(this, {
      ...args,
      files: [...(args.files ?? []), siteFiles(configMap)],
      needs: [...args.needs, configuration],
    });
    this.registerOutputs({});
  }
}
