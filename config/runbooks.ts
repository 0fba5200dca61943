import type { EnvironmentName } from "../model/environment-name.ts";
import { strictObject } from "./strict-object.ts";
import { webAddressField } from "./web-address.ts";

/** Where the pages of alerts are read. */
export interface Runbooks {
  /** The address of the folder with a page for each alert, `<alert>.md`, without a slash at its end. */
  readonly url: string;
}

const urlField = webAddressField(
  "the address of the folder of the alerts' pages, such as https://handbook.example.com/docs/runbooks",
);

/** Without it they are read in the repository, if that is named. Dev has no alerts. */
export const runbooksField = (environment: EnvironmentName) =>
  environment === "dev"
    ? {}
    : { runbooks: strictObject("where the pages of alerts are read", { url: urlField }).optional() };
