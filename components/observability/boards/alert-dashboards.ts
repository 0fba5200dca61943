import type { Environment } from "../../../config/environment.ts";
import type { Labelled } from "../../labels.ts";
import type { AlertRule, RecordingRule, RuleSpec } from "../alert-rule-spec.ts";
import { type Board, boardUid, type BoardName, type Panel, panelsOf } from "./board.ts";

/** Where an alert is seen: a board, and the panel of it that draws what the alert goes by. */
interface Place {
  readonly board: BoardName;
  /** Its number. @default the board as a whole */
  readonly panel?: number;
}

type Alerted = Pick<AlertRule, "alert" | "labels">;

/** The alerts of rules with the address of the board that shows what they are about. */
export const withDashboards = (
  spec: RuleSpec,
  boards: readonly Board[],
  owner: { readonly labelled: Labelled; readonly environment: Pick<Environment, "dashboards"> },
): RuleSpec =>
  boards.length === 0
    ? spec
    : {
        groups: spec.groups.map((group) => ({
          ...group,
          rules: group.rules.map((rule): AlertRule | RecordingRule =>
            "alert" in rule
              ? {
                  ...rule,
                  annotations: { ...rule.annotations, dashboard_url: dashboardUrl(rule, boards, owner) },
                }
              : rule,
          ),
        })),
      };

/** The address of a board, from the root of Grafana where the environment does not say where that is. */
function dashboardUrl(
  alert: Alerted,
  boards: readonly Board[],
  {
    labelled,
    environment,
  }: { readonly labelled: Labelled; readonly environment: Pick<Environment, "dashboards"> },
): string {
  const { board, panel } = placeOf(alert, boards);
  const shown = panel === undefined ? "" : `?viewPanel=${panel}`;
  return `${environment.dashboards?.url ?? ""}/d/${boardUid(labelled, board)}${shown}`;
}

/** What no panel shows is on the overview, which lists all alerts that fire. */
function placeOf(alert: Alerted, boards: readonly Board[]): Place {
  for (const board of boards)
    for (const [index, panel] of panelsOf(board).entries())
      if (panel.kind !== "text" && isShown(alert, panel)) return { board: board.name, panel: index + 1 };
  return { board: "overview" };
}

const isShown = ({ alert, labels }: Alerted, { alerts }: Panel): boolean =>
  alerts !== undefined &&
  alerts.names.includes(alert) &&
  Object.entries(alerts.labels ?? {}).every(([label, value]) => labels[label] === value) &&
  (alerts.parts === undefined || alerts.parts.includes(labels["part"] ?? ""));
