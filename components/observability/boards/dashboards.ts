import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import stringify from "json-stringify-pretty-compact";
import { systemLabels } from "../../labels.ts";
import { logicalName, type SystemContext } from "../../system-context.ts";
import { runbookFolder } from "../runbook.ts";
import { type Board, boardUid } from "./board.ts";
import { dashboardJson, type DashboardOwner } from "./dashboard-json.ts";

/** What Grafana's sidecar looks for in every namespace, and where it puts what it finds. */
const dashboardLabel = { grafana_dashboard: "1" } as const;
const folderAnnotation = "grafana_folder";

/** What {@link Dashboards} are made from. */
export interface DashboardsArgs {
  readonly context: SystemContext;
  readonly namespace: pulumi.Input<string>;
  readonly boards: readonly Board[];
}

/** A board as the text of a file that Grafana loads. */
export const dashboardText = (board: Board, owner: DashboardOwner): string =>
  `${stringify(dashboardJson(board, owner), { maxLength: 240 })}\n`;

/** The boards of a system, each in a ConfigMap of its own that is changed in place, in one folder (DSH-01, DSH-09). */
export class Dashboards extends pulumi.ComponentResource {
  constructor(name: string, args: DashboardsArgs, opts: pulumi.ComponentResourceOptions) {
    super("slipway:observability:Dashboards", name, {}, opts);
    const { context, namespace, boards } = args;
    const { environment, labelled } = context;
    const runbooks = runbookFolder(environment);
    for (const board of boards) {
      const configMap = `dashboard-${board.name}`;
      new kubernetes.core.v1.ConfigMap(
        logicalName(labelled, configMap),
        {
          metadata: {
            name: configMap,
            namespace,
            labels: { ...systemLabels(labelled), ...dashboardLabel },
            annotations: { [folderAnnotation]: labelled.system },
          },
          data: {
            // The sidecar puts the files of all namespaces into one folder, where two of a name would be one.
            [`dashboard-${boardUid(labelled, board.name)}.json`]: dashboardText(board, {
              labelled,
              ...(runbooks !== undefined && { runbooks }),
            }),
          },
        },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}
