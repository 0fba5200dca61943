import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type Duration, seconds } from "../../model/quantities/duration.ts";
import type { Answer, Readable } from "./http-get.ts";
import { forbiddenRemedy, otherWay, prometheusServer } from "./monitoring-server.ts";
import { reasonIn } from "./refusal.ts";

/** Prometheus does not answer, or not what was asked. */
export class Unanswered extends Error {
  override readonly name = "Unanswered";
  /** What whoever asks can do about it, as sentences. @default nothing */
  readonly remedy: string | undefined;

  constructor(message: string, remedy?: string) {
    super(message);
    this.remedy = remedy;
  }
}

/** Each number by the key of its query. One whose query has no answer is not in it. */
export type Answers = ReadonlyMap<string, number>;

/** How an answer is waited for. */
export interface Patience {
  /** How often a server is asked that does not answer. @default 3 */
  readonly attempts?: number;
  /** Between two of them. @default 1 s */
  readonly pause?: Duration;
}

/** The label by which the answers to several queries are told apart. */
const tag = "asked";

/** Some servers in front of Prometheus take no address beyond 8 KiB, and what reads has no other way than an address. */
const longestAddress = 6_000;

const answer = z.object({
  status: z.literal("success"),
  data: z.object({
    resultType: z.literal("vector"),
    result: z.array(
      z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) }),
    ),
  }),
});

/** Prometheus' HTTP API, as far as one number for each question goes. */
export class Prometheus {
  readonly #server: Readable;
  readonly #attempts: number;
  readonly #pause: Duration;

  constructor(server: Readable, { attempts = 3, pause = seconds(1) }: Patience = {}) {
    this.#server = server;
    this.#attempts = attempts;
    this.#pause = pause;
  }

  /** Where it is, for people. */
  get place(): string {
    return this.#server.place;
  }

  /**
   * What queries come to now.
   * @param queries PromQL by a key of the caller's, each of which comes to one number or to nothing.
   * @throws Unanswered when Prometheus can't be reached, refuses a query, or has several numbers for one.
   */
  async ask(queries: ReadonlyMap<string, string>): Promise<Answers> {
    const found = new Map<string, number>();
    for (const together of inAddresses([...queries])) {
      for (const { metric, value } of await this.#query(together)) {
        const key = metric[tag] ?? "";
        if (found.has(key)) throw this.#unanswered(`has several numbers for ${queries.get(key) ?? key}`);
        found.set(key, numberOf(value[1]));
      }
    }
    return found;
  }

  async #query(query: string): Promise<z.infer<typeof answer>["data"]["result"]> {
    const { status, text } = await this.#get(`/api/v1/query?query=${encodeURIComponent(query)}`);
    const given = answer.safeParse(parsed(text));
    if (status === 200 && given.success) return given.data.data.result;
    const reason = reasonIn(text);
    throw this.#unanswered(
      status === 200
        ? "answers something that is no vector"
        : `answers ${status}${reason === undefined ? "" : `: ${reason}`}`,
      forbiddenRemedy(prometheusServer, status, "get"),
    );
  }

  async #get(path: string): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      const last = attempt >= this.#attempts;
      try {
        const given = await this.#server.get(path);
        if (given.status < 500 || last) return given;
      } catch (error) {
        if (last)
          throw this.#unanswered(`can't be reached: ${(error as Error).message}`, otherWay(prometheusServer));
      }
      await sleep(this.#pause.milliseconds);
    }
  }

  #unanswered(what: string, remedy?: string): Unanswered {
    return new Unanswered(`Prometheus (${this.place}) ${what}`, remedy);
  }
}

/** Queries in as few as fit an address, each with its key as a label of what it comes to. */
function inAddresses(queries: readonly (readonly [string, string])[]): string[] {
  const addresses: string[] = [];
  for (const [key, query] of queries) {
    const tagged = `label_replace(${query}, "${tag}", "${key}", "", "")`;
    const longer = [...addresses.slice(-1), tagged].join("\nor ");
    if (addresses.length > 0 && encodeURIComponent(longer).length <= longestAddress)
      addresses[addresses.length - 1] = longer;
    else addresses.push(tagged);
  }
  return addresses;
}

/** As Prometheus writes numbers. */
const numberOf = (text: string): number =>
  /^[+-]Inf$/.test(text) ? Number(text.replace("Inf", "Infinity")) : Number(text);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
