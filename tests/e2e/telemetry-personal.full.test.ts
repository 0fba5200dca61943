import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { collectorConfiguration } from "../../components/observability/telemetry/collector-configuration.ts";
import { countedPersonalLines } from "../../components/observability/telemetry/line-counts.ts";
import { whyNoGo } from "../../toolchain/cluster/go-module.ts";
import { realSystem } from "../support/declarations.ts";
import {
  type CollectorPorts,
  freePorts,
  type RunningCollector,
  startCollector,
} from "./telemetry/collector-process.ts";
import { attributes, metricsAt, post, written } from "./telemetry/otlp-client.ts";
import { attributesOf, linesIn, type OtlpSink, otlpSink, spansIn } from "./telemetry/otlp-sink.ts";

// Atlas' production configuration in the real collector, with a sink in the place of Loki.

const why = whyNoGo();
if (why !== undefined) console.log(`The collector is skipped: ${why}.`);

const part = "web";
const other = "engine-worker";
/** All that the collector says of a line besides what the agent did. */
const marks = ["log.class", "log.structured", "part"];
const personal = ["jane@doe.example", "4111 1111 1111 1111", "0151-5550199", "my knee hurts", "203.0.113.9"];
const [mail = "", card = "", phone = "", told = "", address = ""] = personal;

/** A line as a program owes it, with further fields. */
const owed = (fields: object): string => JSON.stringify({ time: 1, level: 30, msg: "done", ...fields });

const line = (text: string, container = part) => written({ container, pod: "a" }, [["1", text]]);

/** A line with attributes of its own, besides something personal in those of its resource and of what wrote it. */
const lineWith = (given: Readonly<Record<string, string>>) => {
  const { resource } = line("");
  const record = { timeUnixNano: "1", body: { stringValue: owed({}) }, attributes: attributes(given) };
  return {
    resource: { attributes: [...resource.attributes, ...attributes({ "host.label": `of ${mail}` })] },
    scopeLogs: [{ scope: { name: "s", attributes: attributes({ owner: mail }) }, logRecords: [record] }],
  };
};

const listed = (key: string, stringValue: string) => ({
  key,
  value: { arrayValue: { values: [{ stringValue }] } },
});

/** Attributes with every kind of what is taken out by name, a few amounts, and one that stays. */
const spanAttributes = [
  ...attributes({ "user.name": "Jane", prompt: told, "network.peer.address": address, report: "7" }),
  listed("http.request.header.accept", told),
  listed("to", mail),
  listed("roles", "owner"),
  { key: "seconds", value: { doubleValue: 0.4123456789012345 } },
  { key: "http.request.body.size", value: { intValue: "512" } },
  { key: "prompt.cached", value: { boolValue: true } },
  { key: "phone", value: { intValue: "1515550199" } },
];
/** An empty text is what stays of one that is called as an amount is. */
const attributesLeft = {
  report: '"7"',
  to: JSON.stringify('["****"]'),
  roles: '{"values":[{"stringValue":"owner"}]}',
  seconds: "0.4123456789012345",
  prompt: '""',
  "http.request.body.size": '"512"',
  "prompt.cached": "true",
};

/** A span that failed, as all of those are kept. */
const span = (name: string, more: object) => ({
  ...{ traceId: "0123456789abcdef0123456789abcdef", spanId: "0123456789abcdef", name, kind: 1 },
  ...{ startTimeUnixNano: "1", endTimeUnixNano: "2", status: { code: 2 }, ...more },
});

describe.skipIf(why !== undefined)("a real collector, of lines that hold something personal", () => {
  let store: OtlpSink;
  let ports: CollectorPorts;
  let collector: RunningCollector;

  beforeAll(async () => {
    [store, ports] = await Promise.all([otlpSink(), freePorts()]);
    const to = { endpoint: store.url, encoding: "json" };
    const own = realSystem("production", "atlas-ux");
    collector = await startCollector(
      collectorConfiguration("production", own, { traces: to, logs: to }),
      ports,
      {},
    );
  });

  afterAll(async () => {
    await collector.stop();
    store.close();
  });

  const hand = async (...lines: readonly object[]): Promise<void> => {
    expect(await post(ports, "/v1/logs", { resourceLogs: lines })).toBe(200);
  };

  /** How many there were so far, by the part that wrote them. */
  const counted = async (): Promise<ReadonlyMap<string, number>> =>
    new Map(
      (await metricsAt(ports.counts))
        .split("\n")
        .filter((each) => each.startsWith(`${countedPersonalLines}{`))
        .map((each) => [/[{,]part="([^"]*)"/.exec(each)?.[1] ?? "", Number(each.split("} ")[1])]),
    );

  /** Hands lines over. @returns How many of them were counted once a line of another part is, which comes after them. */
  async function countedOf(...lines: readonly object[]): Promise<number> {
    const before = await counted();
    await hand(...lines);
    await hand(line(`of ${mail}`, other));
    let now = before;
    await vi.waitFor(async () => {
      now = await counted();
      expect(now.get(other)).toBe((before.get(other) ?? 0) + 1);
    }, 20_000);
    return (now.get(part) ?? 0) - (before.get(part) ?? 0);
  }

  /** The lines of the part that the store has, the newest first. */
  const kept = () =>
    linesIn(store)
      .filter((each) => attributesOf(each.attributes)["part"] === `"${part}"`)
      .reverse();

  test.each<readonly [what: string, text: string, left: string]>([
    ["a mail address in its message", owed({ msg: `mail to ${mail}` }), "mail to ****"],
    ["a mail address, and is text", `no ${mail} there`, "no **** there"],
    ["a card in a map of lists", owed({ paid: { with: [`card ${card}`] } }), "****"],
    ["a telephone number by its name, maps deep", owed({ order: { customer: { phone } } }), "done"],
    ["two telephone numbers in a list", owed({ phone: [phone, phone] }), "done"],
    ["what somebody told a model", owed({ prompt: [{ role: "user", content: told }] }), "done"],
    ["a list of maps by its name", owed({ email: [{ address: "jane" }] }), "done"],
    [
      "members of what stands for a person",
      owed({ phone: { number: phone }, password: { value: 7 } }),
      "done",
    ],
    ["what a request had in it", owed({ req: { body: { note: told }, cookies: { sid: "a1" } } }), "done"],
    ["for whom a gateway asked", owed({ req: { headers: { "x-forwarded-for": address } } }), "done"],
    ["amounts beside a text", owed({ prompt: told, usage: { prompt: 512 } }), "512"],
    ["a number where it is no amount", owed({ phone: 1515550199, body: { size: 3 } }), "body.size"],
    ["a card in two groups", owed({ note: "of 4111 111111111111" }), "****"],
    ["a card in groups behind a number", owed({ note: `12.${card}` }), "12.****"],
    ["two of them, by name and by look", owed({ email: mail, note: `for ${mail}` }), "for ****"],
  ])("counts once, and hands on without a mark, one that holds %s (POL-21)", async (_, text, left) => {
    expect(await countedOf(line(text))).toBe(1);
    expect(JSON.stringify(kept()[0]?.body)).toContain(left);
    expect(Object.keys(attributesOf(kept()[0]?.attributes)).sort()).toEqual(marks);
  });

  test.each<readonly [what: string, text: string, left: string]>([
    ["nothing personal", owed({ report_id: 7 }), "report_id"],
    ["a name with nothing under it", owed({ user: { email: null, phone: "" }, password: true }), "done"],
    ["what the program has left out itself", owed({ authorization: "[Redacted]" }), "done"],
    ["what a library has left out", owed({ password: "**********", jwt: "<redacted>" }), "done"],
    ["what is left out behind its kind", owed({ authorization: "Bearer [Redacted]" }), "done"],
    ["what is left out in other words", owed({ email: "[removed]", phone: "<omitted>" }), "done"],
    ["tokens of a prompt", owed({ usage: { prompt: 512, completion: 64 } }), "usage.completion"],
    ["a share of a whole", owed({ quiz_completion: 0.8, percent_completion: 80 }), "quiz_completion"],
    ["the size of a body", owed({ req: { body: { size: 512 } }, email: { sent: true } }), "req.body.size"],
    ["a pod's address behind the gateway", owed({ req: { remoteAddress: address, remotePort: 1 } }), "done"],
    ["a list with messages", owed({ errors: [{ message: "no" }], items: [7] }), "errors.0.message"],
    ["a fraction like a card", owed({ seconds: 0.4123456789012345 }), "0.4123456789012345"],
    ["a fraction in a text", owed({ msg: "in 0.4123456789012345 s" }), "0.4123456789012345 s"],
    ["a UUID like a card", owed({ id: "41234567-1234-4123-9abc-0123456789ab" }), "41234567-1234-4123"],
    ["a span like a card", owed({ span_id: "4123456789012345" }), "4123456789012345"],
  ])("does not count one that holds %s (POL-21)", async (_, text, left) => {
    expect(await countedOf(line(text))).toBe(0);
    expect(JSON.stringify(kept()[0]?.body)).toContain(left);
    expect(Object.keys(attributesOf(kept()[0]?.attributes)).sort()).toEqual(marks);
  });

  test("takes it out of spans with events and without, and out of events, and leaves amounts there (OBS-08)", async () => {
    const event = { name: "asked", timeUnixNano: "1", attributes: spanAttributes };
    const spans = [span("alone", { attributes: spanAttributes }), span("with an event", { events: [event] })];
    const resource = { attributes: attributes({ "service.name": part, "user.email": "jane" }) };
    expect(await post(ports, "/v1/traces", { resourceSpans: [{ resource, scopeSpans: [{ spans }] }] })).toBe(
      200,
    );
    await vi.waitFor(() => {
      expect(spansIn(store)).toHaveLength(2);
    }, 20_000);
    const [alone, other] = spansIn(store);
    expect(attributesOf(alone?.attributes)).toEqual({ ...attributesLeft, "sampling.priority": '"1"' });
    expect(attributesOf(other?.events?.[0]?.attributes)).toEqual(attributesLeft);
    expect(store.received.map(({ text }) => text).join("\n")).not.toContain("user.email");
  });

  test("counts each with something personal in its attributes, and hands on no mark of what is around it (POL-21)", async () => {
    const before = store.received.length;
    expect(
      await countedOf(
        lineWith({ "user.email": mail }),
        lineWith({ note: `of ${mail}` }),
        lineWith({ note: "of nobody" }),
      ),
    ).toBe(2);
    const [handedOn] = store.received.slice(before).map(({ text }) => text);
    expect(handedOn).toContain("of ****");
    expect(handedOn).not.toMatch(/redaction|log[.]personal/);
  });

  test("counts no line of a server of the platform (POL-21)", async () => {
    expect(await countedOf(line(`Key (email)=(${mail}) already exists`, "database"))).toBe(0);
    expect([...(await counted()).keys()].sort()).toEqual([other, part].sort());
  });

  test("tells neither what it took out nor what that was called (POL-21)", async () => {
    const handedOn = store.received.map(({ text }) => text).join("\n");
    const told = [await metricsAt(ports.counts), await metricsAt(ports.own), collector.log()].join("\n");
    for (const value of personal) {
      expect(handedOn).not.toContain(value);
      expect(told).not.toContain(value);
    }
    expect(handedOn).not.toMatch(/redaction[.]|log[.]personal/);
    expect(told).not.toMatch(/redaction[._]|email|phone|authorization|password/);
  });
});
