import { alert, line, record, replace, waits } from "./mistake.ts";
import type { Mutant, Subject } from "./subject.ts";
import { watchSubject } from "./watches.ts";

const value = "watch:value";
const spent = "watch:spent:increase1m";

const failing = "PaymentsFailing";

const ofPayments: readonly Mutant[] = [
  {
    name: "two are enough",
    seenBy: "two fail",
    mistake: alert(failing, replace(">= 3", ">= 2")),
  },
  {
    name: "four are needed",
    seenBy: "three fail, the first of their kind",
    mistake: alert(failing, replace(">= 3", ">= 4")),
  },
  {
    name: "the share is a percentage",
    seenBy: "three fail, the first of their kind",
    mistake: alert(failing, replace("> 0.05", "> 5")),
  },
  {
    name: "a share of nothing is enough",
    seenBy: "three of a hundred a minute fail",
    mistake: alert(failing, replace("> 0.05", "> 0")),
  },
  {
    name: "an hour is looked back on",
    seenBy: "three failed, half an hour ago, and nobody has paid since",
    mistake: (rule) => ({ ...rule, expr: rule.expr.replaceAll("[30m]", "[1h]") }),
  },
  {
    name: "a minute is looked back on",
    seenBy: "three fail, the first of their kind",
    mistake: alert(failing, replace("[30m]", "[1m]")),
  },
  {
    name: "what a bank declines fails",
    seenBy: "customers' banks decline all",
    mistake: record(
      "watch:bad_events:increase1m",
      replace(',outcome="failed"', ',outcome=~"failed|declined"'),
    ),
  },
  {
    name: "it is told late",
    seenBy: "three fail, the first of their kind",
    mistake: waits(failing, "5m"),
  },
];

const near = "DailyLimitNear";

const ofLimits: readonly Mutant[] = [
  {
    name: "four fifths are more than that",
    seenBy: "four fifths are spent",
    mistake: alert(near, replace("> 4000000", ">= 4000000")),
  },
  {
    name: "it is told at the limit",
    seenBy: "more than four fifths are spent",
    mistake: alert(near, replace("> 4000000", "> 5000000")),
  },
  {
    name: "a share is told of",
    seenBy: "four fifths are spent",
    mistake: alert(near, replace("> 4000000", "> 0.8")),
  },
  {
    name: "yesterday's count today",
    seenBy: "it is midnight",
    mistake: record(value, replace(/,day="\w+"/g, "")),
  },
  {
    name: "days are weeks",
    seenBy: "the next day, as much is spent",
    mistake: record(spent, replace("/ 86400", "/ 604800")),
  },
  {
    name: "half a day is looked back on",
    seenBy: "more than four fifths are spent",
    mistake: record(value, replace("[1d]", "[12h]")),
  },
  {
    name: "two days are looked back on",
    seenBy: "the second day after, nothing has been spent for a day",
    mistake: record(value, replace("[1d]", "[2d]")),
  },
  {
    name: "the services' own sums are told",
    seenBy: "two services spend it together",
    mistake: record(spent, replace(/^sum\(/gm, "max(")),
  },
];

const unusual = "CostUnusual";

const ofCosts: readonly Mutant[] = [
  {
    name: "a little more is unusual",
    seenBy: "nearly twice as much",
    mistake: alert(unusual, replace("on () 2 *", "on () 1.9 *")),
  },
  {
    name: "four times as much is unusual",
    seenBy: "three times as much, and 5 dollars for half an hour",
    mistake: alert(unusual, replace("on () 2 *", "on () 4 *")),
  },
  {
    name: "little is much",
    seenBy: "three times as much, which is little",
    mistake: alert(unusual, line(/^and on/)),
  },
  {
    name: "six dollars are needed",
    seenBy: "three times as much, and 5 dollars for half an hour",
    mistake: alert(unusual, replace(">= 5", ">= 7")),
  },
  {
    name: "it is told at once",
    seenBy: "three times as much, and 5 dollars at last",
    mistake: waits(unusual, "0s"),
  },
  {
    name: "it is told after an hour",
    seenBy: "three times as much, and 5 dollars for half an hour",
    mistake: waits(unusual, "1h"),
  },
  {
    name: "two days tell what is usual",
    seenBy: "nobody knows what is usual, as it is the third day",
    mistake: record(value, replace(/offset 3d\)$/g, "offset 2d)")),
  },
];

const budget = "BudgetNearlySpent";

const ofBudgets: readonly Mutant[] = [
  {
    name: "850 dollars are the bound",
    seenBy: "807 dollars in 30 days",
    mistake: alert(budget, replace("> 800", "> 850")),
  },
  {
    name: "790 dollars are the bound",
    seenBy: "793 dollars in 30 days",
    mistake: alert(budget, replace("> 800", "> 790")),
  },
  {
    name: "a month has 28 days",
    seenBy: "807 dollars in 30 days",
    mistake: record(value, replace("[30d]", "[28d]")),
  },
  {
    name: "days of one name are a month",
    seenBy: "the same, in days of both names",
    mistake: record(value, replace('"}[30d]', '",day="even"}[30d]')),
  },
];

const unknown = "WatchUnknown";

const ofWeeks: readonly Mutant[] = [
  {
    name: "six days are a week",
    seenBy: "no token was spent for a week",
    mistake: alert(unknown, replace("offset 7d", "offset 6d")),
  },
  {
    name: "three days are looked back on",
    seenBy: "some were spent four days ago",
    mistake: alert(unknown, replace("[7d]", "[3d]")),
  },
  {
    name: "who is new should have told",
    seenBy: "the service began three days ago",
    mistake: alert(unknown, replace(/ and on \(job\) count by \(job\) \(up.*offset 7d == 1\)/g, "")),
  },
  {
    name: "one wonders late",
    seenBy: "no token was spent for a week and an hour",
    mistake: waits(unknown, "2h"),
  },
];

export const spending: readonly Subject[] = [
  watchSubject("payments", ofPayments),
  watchSubject("the limit of a day", ofLimits),
  watchSubject("unusual costs", ofCosts),
  watchSubject("a month's costs", ofBudgets),
  watchSubject("what was not told for a week", ofWeeks),
];
