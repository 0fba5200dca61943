import type { RunningAlerting } from "../../controllers/alerting/alerting.ts";

/** A target that Prometheus scrapes. */
export interface Target {
  readonly labels: Readonly<Record<string, string>>;
  readonly health: "up" | "down" | "unknown";
  readonly lastError: string;
}

/** A group of rules as Prometheus evaluates it. */
export interface EvaluatedGroup {
  readonly name: string;
  /** Path. */
  readonly file: string;
  readonly rules: readonly { readonly name: string; readonly health: string; readonly lastError?: string }[];
  /** Seconds that the last evaluation took. */
  readonly evaluationTime: number;
}

/** An alert that Alertmanager has. */
export interface HeldAlert {
  readonly fingerprint: string;
  readonly labels: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly startsAt: string;
  readonly status: {
    readonly state: "active" | "suppressed" | "unprocessed";
    /** Fingerprints. */
    readonly inhibitedBy: readonly string[];
  };
}

type AskedPrometheus = Pick<RunningAlerting, "prometheus">;
type AskedAlertmanager = Pick<RunningAlerting, "alertmanager">;

async function answered<T>(url: string): Promise<T> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} was answered with ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

const ofPrometheus = async <T>({ prometheus }: AskedPrometheus, what: string): Promise<T> =>
  (await answered<{ data: T }>(`${prometheus}/api/v1/${what}`)).data;

export const targetsOf = async (asked: AskedPrometheus): Promise<readonly Target[]> =>
  (await ofPrometheus<{ activeTargets: readonly Target[] }>(asked, "targets?state=active")).activeTargets;

export const groupsOf = async (asked: AskedPrometheus): Promise<readonly EvaluatedGroup[]> =>
  (await ofPrometheus<{ groups: readonly EvaluatedGroup[] }>(asked, "rules")).groups;

/** What a query in PromQL answers now, a number for each series. */
export const valuesOf = async (asked: AskedPrometheus, query: string): Promise<readonly number[]> => {
  const { result } = await ofPrometheus<{ result: readonly { value: readonly [number, string] }[] }>(
    asked,
    `query?${new URLSearchParams({ query }).toString()}`,
  );
  return result.map(({ value: [, value] }) => Number(value));
};

/** How many Alertmanagers Prometheus tells of what fires. */
export const alertmanagersOf = async (asked: AskedPrometheus): Promise<number> =>
  (await ofPrometheus<{ activeAlertmanagers: readonly unknown[] }>(asked, "alertmanagers"))
    .activeAlertmanagers.length;

/** The names of the receivers that Alertmanager knows. */
export const receiversOf = async ({ alertmanager }: AskedAlertmanager): Promise<readonly string[]> =>
  (await answered<readonly { readonly name: string }[]>(`${alertmanager}/api/v2/receivers`)).map(
    ({ name }) => name,
  );

/** The alerts that Alertmanager has, by labels that all of them have. */
export const alertsOf = (
  { alertmanager }: AskedAlertmanager,
  labels: Readonly<Record<string, string>>,
): Promise<readonly HeldAlert[]> => {
  const filters = Object.entries(labels).map(([label, value]): [string, string] => [
    "filter",
    `${label}="${value}"`,
  ]);
  return answered(`${alertmanager}/api/v2/alerts?${new URLSearchParams(filters).toString()}`);
};
