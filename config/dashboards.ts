import type { EnvironmentName } from "../model/environment-name.ts";
import { show, textField } from "./fields.ts";
import { strictObject } from "./strict-object.ts";

/** Where boards are read. */
export interface Dashboards {
  /** The address of Grafana, without a slash at its end. */
  readonly url: string;
}

const address = "the address of Grafana, such as https://grafana.example.com";

const urlField = textField(address)
  .refine((text) => text === "" || (URL.canParse(text) && new URL(text).protocol === "https:"), {
    error: ({ input }) => `${show(input)} is not ${address}`,
  })
  .refine((text) => !/[?#]|\/$/.test(text), {
    error: ({ input }) => `${show(input)} ends in a slash, or holds a query; give ${address}`,
  });

/** Nobody has to say it, and dev has no boards. */
export const dashboardsField = (environment: EnvironmentName) =>
  environment === "dev"
    ? {}
    : { dashboards: strictObject("where boards are read", { url: urlField }).optional() };
