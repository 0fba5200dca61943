import type { Receiver } from "../../../config/receivers.ts";
import {
  common,
  headline,
  opsgeniePriority,
  pagerDutySeverity,
  runbook,
  text,
  title,
} from "./notification.ts";

/**
 * What a receiver is told and how, without its secret. Keys are Alertmanager's own, in snake case; those that hold a secret stand in
 * {@link secretFields}.
 */
export type Integration = Readonly<Record<string, unknown>>;

/** The lists of a receiver's configuration, by kind. */
export const integrationLists = {
  pagerduty: "pagerduty_configs",
  opsgenie: "opsgenie_configs",
  slack: "slack_configs",
  email: "email_configs",
  webhook: "webhook_configs",
} as const satisfies Readonly<Record<Receiver["kind"], string>>;

/** The field that holds the secret: as a file that Alertmanager reads, and as a reference in the operator's words. */
export const secretFields = {
  pagerduty: { file: "routing_key_file", reference: "routingKey" },
  opsgenie: { file: "api_key_file", reference: "apiKey" },
  slack: { file: "api_url_file", reference: "apiURL" },
  email: { file: "auth_password_file", reference: "authPassword" },
  webhook: { file: "url_file", reference: "urlSecret" },
} as const satisfies Readonly<
  Record<Receiver["kind"], { readonly file: string; readonly reference: string }>
>;

/** Pairs of a name and a text, which each configuration writes in a form of its own. */
export type Pairs = Readonly<Record<string, string>>;

const details: Pairs = {
  environment: common("environment"),
  owner: common("owner"),
  runbook,
  alerts: text,
};

const opsgenieAddress = { us: "https://api.opsgenie.com/", eu: "https://api.eu.opsgenie.com/" } as const;

/** What a receiver is told. */
export function integrationOf(receiver: Receiver): Integration {
  switch (receiver.kind) {
    case "pagerduty":
      return {
        description: headline,
        severity: pagerDutySeverity,
        class: common("alertname"),
        component: common("part"),
        group: common("system"),
        client: "Alertmanager",
        client_url: runbook,
        details,
      };
    case "opsgenie":
      return {
        api_url: opsgenieAddress[receiver.region],
        message: headline,
        description: text,
        priority: opsgeniePriority,
        entity: common("system"),
        details,
      };
    case "slack":
      return {
        channel: receiver.channel,
        title,
        title_link: runbook,
        text,
        fallback: headline,
        color:
          '{{ if eq .Status "resolved" }}good{{ else if eq .CommonLabels.severity "page" }}danger{{ else }}warning{{ end }}',
      };
    case "email":
      return {
        to: receiver.to,
        from: receiver.from,
        smarthost: receiver.server,
        auth_username: receiver.user,
        require_tls: true,
        headers: { Subject: headline },
        html: "",
        text,
      };
    case "webhook":
      return {};
  }
}
