import { eachUntil, requestBucket, requestCount } from "./atlas-series.ts";
import type { Course } from "./minute-course.ts";

/** Requests that are all answered at once, with a status. */
const quick = (status: string, values: string): NonNullable<Course["differs"]> => ({
  [requestCount(status)]: values,
  [requestBucket("0.5", status)]: values,
  [requestBucket("2", status)]: values,
});

/** So much in each minute, again and again. */
function cycle(...amounts: readonly number[]): string {
  let count = 0;
  return [
    "0",
    ...Array.from({ length: 60 }, (_, minute) => (count += amounts[minute % amounts.length] ?? 0)),
  ].join(" ");
}

/** Requests of which those that fail take long. */
const fewRequests = (good: readonly number[], bad: readonly number[]): NonNullable<Course["differs"]> => ({
  ...quick("200", cycle(...good)),
  [requestBucket("+Inf")]: cycle(3),
  [requestCount("500")]: cycle(...bad),
  [requestBucket("2", "500")]: "0x60",
});

/** Requests that are slow, or fail. */
export const onRequests: readonly Course[] = [
  {
    what: "6 in 100 requests take longer than 2 s",
    differs: {
      [requestBucket("0.5")]: eachUntil(10, 600, 564),
      [requestBucket("2")]: eachUntil(10, 600, 564),
    },
    fires: { 20: [], 21: ["RequestsSlow"] },
  },
  {
    what: "5 in 100 do, which P95 allows",
    differs: {
      [requestBucket("0.5")]: eachUntil(10, 600, 570),
      [requestBucket("2")]: eachUntil(10, 600, 570),
    },
    fires: { 40: [] },
  },
  {
    what: "all take longer than the target of 500 ms, and less than 2 s",
    differs: { [requestBucket("0.5")]: eachUntil(10, 600, 0) },
    fires: { 40: [] },
  },
  {
    what: "slow requests are over",
    differs: {
      [requestBucket("0.5")]: "0+600x10 6564+564x15 15624+600x60",
      [requestBucket("2")]: "0+600x10 6564+564x15 15624+600x60",
    },
    fires: { 26: ["RequestsSlow"], 27: [] },
  },
  {
    what: "one of three requests is slow, and fails",
    differs: {
      [requestCount("200")]: "0 0 1 2 2x60",
      [requestCount("500")]: "_ _ _ 1x60",
      [requestBucket("0.5")]: "0 0 1 2 2x60",
      [requestBucket("2")]: "0 0 1 2 2x60",
      [requestBucket("+Inf")]: "0 0 1 2 2x60",
    },
    fires: { 4: [], 9: [], 12: [] },
  },
  {
    what: "6 in 100 requests fail",
    differs: { [requestCount("200")]: eachUntil(10, 600, 564), [requestCount("500")]: eachUntil(10, 0, 36) },
    fires: { 20: [], 21: ["RequestsFailing"] },
  },
  {
    what: "5 in 100 fail",
    differs: { [requestCount("200")]: eachUntil(10, 600, 570), [requestCount("500")]: eachUntil(10, 0, 30) },
    fires: { 40: [] },
  },
  {
    what: "the first failures are seen, and a caller's faults are none of the service's",
    differs: { ...quick("500", "_x10 900+900x40"), ...quick("404", eachUntil(10, 0, 6000)) },
    fires: { 40: ["RequestsFailing"] },
  },
  {
    what: "4 in 10 are slow in one minute of five",
    differs: {
      [requestBucket("0.5")]: cycle(600, 600, 600, 600, 360),
      [requestBucket("2")]: cycle(600, 600, 600, 600, 360),
    },
    fires: { 40: ["RequestsSlow"] },
  },
  {
    what: "half of the requests take longer than 500 ms, of which P95 tells",
    differs: { [requestBucket("0.5")]: eachUntil(10, 600, 300) },
    fires: { 17: [] },
    // Nine tenths of the way from 0.5 s to 2 s.
    comesTo: { 'count(watch:value{watch="api-latency"} > 1.84 < 1.86)': 1 },
  },
  {
    what: "of few requests one in four minutes is slow, and fails",
    differs: fewRequests([3, 3, 3, 2], [0, 0, 0, 1]),
    fires: { 40: [] },
  },
  {
    what: "of few requests two in five minutes are slow, and fail",
    differs: fewRequests([3, 3, 3, 3, 1], [0, 0, 0, 0, 2]),
    fires: { 40: ["RequestsFailing", "RequestsSlow"] },
  },
  {
    what: "hardly any fail, and nine in ten are a caller's fault",
    differs: { ...quick("500", eachUntil(10, 0, 30)), ...quick("404", eachUntil(10, 0, 6000)) },
    fires: { 40: [] },
  },
  { what: "nobody comes", differs: { [requestCount("200")]: 0, [requestBucket("2")]: 0 }, fires: { 40: [] } },
];
