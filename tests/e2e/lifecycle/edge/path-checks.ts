import type { Reply } from "../support/ask.ts";
import { type Check, statusOf } from "./check.ts";
import { endpointOf, type PublicEndpoint } from "./public-endpoints.ts";

/** Has the stand-in answer with the request as it arrived. */
const echo = { "X-Stand-In-Echo": "1" };

/** A request as a service received it. */
interface Receipt {
  readonly host: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  /** In base64. */
  readonly body: string;
}

const receiptIn = ({ body }: Reply): Receipt | undefined => {
  try {
    const told = JSON.parse(body) as Partial<Receipt>;
    return told.headers === undefined ? undefined : (told as Receipt);
  } catch {
    return undefined;
  }
};

/** Parts of a hostname that another service answers, under its own name (NET-10). */
export function routedPathChecks(
  endpoint: PublicEndpoint,
  endpoints: readonly PublicEndpoint[],
): readonly Check[] {
  return Object.entries(endpoint.service.public.routes).flatMap(([prefix, name]) => {
    const target = endpointOf(endpoints, endpoint.system, name);
    const path = `${prefix}/things?of=it`;
    const led = (to: PublicEndpoint, asked: string): Check => ({
      question: { endpoint, path: asked, headers: echo },
      asked: `GET ${asked}`,
      expected: `${to.name} as ${to.host} ${asked}`,
      seen: (reply) => {
        const receipt = receiptIn(reply);
        return `${podOwner(reply)} as ${receipt?.host ?? ""} ${receipt?.path ?? statusOf(reply)}`;
      },
    });
    return [led(target, path), led(target, prefix), led(endpoint, `${prefix}s`), led(endpoint, "/")];
  });
}

/** The service that a pod is of: a pod's name ends in two further words. */
const podOwner = ({ headers }: Reply): string =>
  (headers["X-Pod"]?.[0] ?? "nobody").replace(/(-[a-z0-9]+){2}$/, "");

/** Stripe signs the bytes: spaces, line ends and letters beyond ASCII must arrive as they were sent. */
const event = '{ "id":"evt_1",\r\n\t"name": "Zoë — ü",  "n":1.0 }\n';
const signature = "t=1492774577,v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd";

/** Whoever calls back is neither changed nor held back (NET-15). */
export function webhookChecks(endpoint: PublicEndpoint): readonly Check[] {
  const { webhooks, largestBody } = endpoint.service.public;
  return webhooks.flatMap((path) => {
    const call = { endpoint, path, method: "POST" };
    const headers = { "Content-Type": "application/json", "Stripe-Signature": signature };
    return [
      {
        question: { ...call, headers: { ...headers, ...echo }, body: event },
        asked: `POST ${path}`,
        expected: "every byte of the body, and the signature",
        seen: (reply) => whatArrived(receiptIn(reply)),
      },
      {
        question: { ...call, headers, body: event },
        asked: `POST ${path}, headers of its answer`,
        expected: "as the service gave them",
        seen: ({ headers: { "X-Powered-By": made, "Strict-Transport-Security": added } }) =>
          made !== undefined && added === undefined ? "as the service gave them" : "changed",
      },
      ...(largestBody === "unlimited"
        ? []
        : [
            {
              question: { ...call, headers, bodySize: largestBody.count + 1 },
              asked: `POST ${path}, ${largestBody.count + 1} bytes`,
              expected: "200",
              seen: statusOf,
            },
          ]),
    ];
  });
}

function whatArrived(receipt: Receipt | undefined): string {
  const body = Buffer.from(receipt?.body ?? "", "base64").toString() === event;
  const signed = receipt?.headers["Stripe-Signature"]?.join() === signature;
  return body && signed ? "every byte of the body, and the signature" : JSON.stringify(receipt);
}

/** A body may be as large as declared, and not a byte larger. */
export function bodyChecks(endpoint: PublicEndpoint): readonly Check[] {
  const { largestBody } = endpoint.service.public;
  if (largestBody === "unlimited") return [];
  const sent = (bodySize: number, expected: string): Check => ({
    question: { endpoint, path: "/", method: "POST", bodySize },
    asked: `POST of ${bodySize} bytes`,
    expected,
    seen: statusOf,
  });
  return [sent(largestBody.count, "200"), sent(largestBody.count + 1, "413")];
}
