import type { EnvironmentName } from "../model/environment-name.ts";
import { strictObject } from "./strict-object.ts";
import { webAddressField } from "./web-address.ts";

/** Where boards are read. */
export interface Dashboards {
  /** The address of Grafana, without a slash at its end. */
  readonly url: string;
}

const urlField = webAddressField("the address of Grafana, such as https://grafana.example.com");

/** Who is told of alerts opens them, so it has to be said with receivers. Dev has no boards. */
export const dashboardsField = (environment: EnvironmentName) =>
  environment === "dev"
    ? {}
    : { dashboards: strictObject("where boards are read", { url: urlField }).optional() };
