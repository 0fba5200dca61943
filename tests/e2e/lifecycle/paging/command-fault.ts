import { expect } from "vitest";
import { systems } from "../../../../systems/all.ts";
import { ask, type Question } from "../support/ask.ts";
import { isReady, podsOf } from "../support/kubernetes.ts";
import type { StackInSuite } from "../support/suite.ts";

/** A service of a system. */
export interface FailingService {
  readonly system: string;
  readonly name: string;
}

/** How a service misbehaves. */
export interface Fault {
  /** The share of requests that are answered with 500, from 0 to 1; probes are not among them. @default 0 */
  readonly errors?: number;
}

/** Tells every pod of a service how to behave, by a path that the stand-in alone knows. */
export async function commandFault(
  { suite, stack }: StackInSuite,
  { system, name }: FailingService,
  fault: Fault,
): Promise<void> {
  const declared = systems.find((each) => each.name === system)?.services[name];
  if (declared?.kind !== "http-service") throw new Error(`${name} is no service that is asked`);
  const pods = await podsOf(suite.clients, `${system}-${stack.stack}`, name);
  const questions = pods.filter(isReady).map(({ status }): Question => ({
    url: `http://${status?.podIP ?? ""}:${declared.port.number}/__fault`,
    method: "POST",
    body: JSON.stringify(fault),
  }));
  expect(questions.length).toBeGreaterThan(0);
  const replies = await ask(suite, questions);
  expect(replies.map(({ status }) => status)).toEqual(questions.map(() => 200));
}
