import { z } from "zod";
import type { EnvironmentName } from "../model/environment-name.ts";
import type { System } from "../model/system.ts";
import { textField, show } from "./fields.ts";
import { receiverSecretName, type ReceiverSecrets, receiverSecretsField } from "./receiver-secrets.ts";
import { strictObject } from "./strict-object.ts";

/** Somebody, or something, that is told of alerts. Where it takes a secret, that goes by its name in {@link ReceiverSecrets}. */
export type Receiver = PagerDutyReceiver | OpsgenieReceiver | SlackReceiver | EmailReceiver | WebhookReceiver;

/** A service of PagerDuty's, by its routing key. Its own escalation policy takes over from there. */
export interface PagerDutyReceiver {
  readonly kind: "pagerduty";
  readonly secret: string;
}

/** An integration of Opsgenie's, by its key. Its own escalation takes over from there. */
export interface OpsgenieReceiver {
  readonly kind: "opsgenie";
  readonly secret: string;
  /** Where the account lies. @default us */
  readonly region: "us" | "eu";
}

/** A channel of Slack's, by the address of its incoming webhook. */
export interface SlackReceiver {
  readonly kind: "slack";
  readonly secret: string;
  /** The channel's name, for whoever reads it here. The address alone decides. */
  readonly channel: string;
}

export interface EmailReceiver {
  readonly kind: "email";
  readonly to: string;
  readonly from: string;
  /** The mail server and its port, which has to offer STARTTLS. */
  readonly server: string;
  readonly user: string;
  /** The password of that user. */
  readonly secret: string;
}

/** An address that alerts are posted to, which is a secret as a whole. */
export interface WebhookReceiver {
  readonly kind: "webhook";
  readonly secret: string;
}

/** Who is told of what in an environment (SLO-21, SLO-24, SLO-27, SLO-31). */
export interface Receivers {
  readonly secrets: ReceiverSecrets;
  /** Who is woken. */
  readonly page: readonly Receiver[];
  /** Who is told of a page that still fires once it should have been acknowledged. @default nobody */
  readonly escalation: readonly Receiver[];
  /** Who hears of what waits for people at work. */
  readonly ticket: readonly Receiver[];
  /** Who hears of what is only kept. @default nobody */
  readonly log: readonly Receiver[];
  /** By system, the secret with the address of an outside watcher: it raises the alarm when it hears nothing. */
  readonly deadMansSwitch: Readonly<Record<string, string>>;
  /** By system and observer, the secret with the address that alerts on objectives and on compliance are posted to. */
  readonly observers: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The name of a receiver's secret. What is none may be the secret itself, so it is not shown. */
const secretField = z
  .string({ error: "missing; give the name of a secret in receivers.secrets" })
  .regex(receiverSecretName, {
    error: 'is no name of a secret; give one such as "SLACK_ALERTS_URL", and put the value into the store',
  });

const shapes = {
  pagerduty: { secret: secretField },
  opsgenie: {
    secret: secretField,
    region: z
      .enum(["us", "eu"], {
        error: ({ input }) => `${show(input)} is no region of Opsgenie's; give "us" or "eu"`,
      })
      .default("us"),
  },
  slack: {
    secret: secretField,
    channel: textField("the channel of the webhook").regex(/^#[\p{Ll}\d_-]+$/u, {
      error: ({ input }) => `${show(input)} is no channel; give one such as "#alerts"`,
    }),
  },
  email: {
    secret: secretField,
    to: addressField("whom mails go to"),
    from: addressField("whom mails come from"),
    server: textField("the mail server").regex(/^[a-z0-9.-]+:\d{2,5}$/, {
      error: ({ input }) =>
        `${show(input)} is no mail server with a port; give one such as "smtp.example.com:587"`,
    }),
    user: textField("the user at the mail server"),
  },
  webhook: { secret: secretField },
} as const;

function addressField(expected: string) {
  return textField(expected).regex(/^[^\s@,]+@[a-z0-9.-]+\.[a-z]+$/, {
    error: ({ input }) => `${show(input)} is no address of mail; give one such as "on-call@example.com"`,
  });
}

const kinds = Object.keys(shapes) as (keyof typeof shapes)[];

const receiverField = z.unknown().transform((given, context): Receiver => {
  const kind = kinds.find((each) => each === kindOf(given));
  const fields =
    kind === undefined
      ? z.never({
          error: `is no receiver; say kind: and one of: ${kinds.join(", ")}`,
        })
      : strictObject(`a receiver of the kind ${kind}`, { kind: z.literal(kind), ...shapes[kind] });
  const result = fields.safeParse(given);
  if (result.success) return result.data as Receiver;
  for (const { path, message } of result.error.issues)
    context.issues.push({ code: "custom", path: [...path], message, input: given });
  return z.NEVER;
});

const kindOf = (given: unknown): unknown =>
  typeof given === "object" && given !== null ? (given as Record<string, unknown>)["kind"] : undefined;

const listField = (who: string) =>
  z.array(receiverField, {
    error: ({ input }) =>
      input === undefined ? `missing; list ${who}` : `${show(input)} is not a list; list ${who}`,
  });

const someField = (who: string) => listField(who).min(1, { error: `is empty; list ${who}` });

/** The key of an environment's configuration that says so. Dev has no alerts; production has none that nobody hears of. */
export function receiversField(systems: readonly System[], environment: EnvironmentName) {
  if (environment === "dev") return {};
  const field = strictObject("who is told of alerts", {
    secrets: receiverSecretsField,
    page: someField("who is woken"),
    escalation: listField("who is told when nobody has acted").default([]),
    ticket: someField("who hears of what waits for people at work"),
    log: listField("who hears of what is only kept").default([]),
    deadMansSwitch: strictObject(
      "whom each system's sign of life goes to",
      Object.fromEntries(systems.map(({ name }) => [name, secretField])),
    ),
    observers: observersField(systems),
  });
  return { receivers: environment === "production" ? field : field.optional() };
}

const observersField = (systems: readonly System[]) =>
  strictObject(
    "observers by system",
    Object.fromEntries(
      systems
        .filter(({ observers }) => Object.keys(observers).length > 0)
        .map(({ name, observers }) => [
          name,
          strictObject(
            "secrets by observer",
            Object.fromEntries(Object.keys(observers).map((observer) => [observer, secretField.optional()])),
          ).optional(),
        ]),
    ),
  ).default({});
