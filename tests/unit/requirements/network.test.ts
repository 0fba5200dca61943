import { type Assertion, describeRows, numbered } from "./row-table.ts";

const edge = "unit/network-edge/rows.test.ts";
const waysIn = "unit/network-edge/rows/ways-in.ts";
const treatment = "unit/network-edge/rows/treatment.ts";
const throughGateway = "e2e/lifecycle/edge/edge.ts";
const stop = "unit/capacity/stop.test.ts";
const ports = "stacks/ports.test.ts";

/** Asked of every pod of every stack, dev's too. */
const declaredAlone: Assertion = [
  "unit/network/graph.test.ts",
  "lets through what is declared, and nothing else",
];
const deniedByDefault: Assertion = [
  "unit/network/graph.test.ts",
  "denies everything by default in each namespace of ours",
];
const answers: Assertion = [
  throughGateway,
  "answers: security headers once, CORS left alone, hidden paths not there",
];
const routes: Assertion = [
  throughGateway,
  "paths: routed ones lead to their service, webhooks pass untouched",
];
const connections: Assertion = [throughGateway, "hostnames: TLS with a certificate of each one's own"];

/** The page of what is set outside of every stack. */
const page = "docs/edge-and-dns.md";

describeRows("the rows on the network", numbered("NET", 21), {
  "NET-01": [
    declaredAlone,
    deniedByDefault,
    ["unit/network/graph.test.ts", "has no policy that could be left out"],
    ["unit/network/policy-evaluator.test.ts", "agrees with what each policy allows, written down in full"],
  ],
  "NET-02": [
    [waysIn, "NET-02: each host is listened for by HTTPS"],
    [edge, "dev, which gives no service a hostname, has no edge"],
  ],
  "NET-03": [{ elsewhere: "the zone and its nameservers belong to no stack", page }],
  "NET-04": [
    [waysIn, "NET-04: TLS ends at the gateway with a certificate of the host's own"],
    connections,
    { elsewhere: "the settings of the zone belong to no stack", page },
  ],
  "NET-05": [[waysIn, "NET-05: certificates are Let's Encrypt's, and renewed by themselves"], connections],
  "NET-06": [[waysIn, "NET-06: HTTP has one listener a system"], connections],
  "NET-07": [
    [treatment, "NET-07: pages carry their headers on all paths"],
    ["unit/static-sites/site-configuration.test.ts", "sets no header that the gateway sets"],
    answers,
  ],
  "NET-08": [[treatment, "NET-08: an API carries its policy for content and for transport"], answers],
  "NET-09": [
    [treatment, "NET-09, CF-13: requests of a path are limited"],
    ["unit/network-edge/rules.test.ts", "limit a request by every limit whose path it is below"],
    [throughGateway, "rate limits: one count for all replicas of the gateway"],
  ],
  "NET-10": [[treatment, "NET-10: the site's /api is answered by the backend"], routes],
  "NET-11": [
    [edge, "which the page is told and the gateway does not serve"],
    { elsewhere: "the bucket and what fills it belong to the release of the front end", page },
  ],
  "NET-12": [declaredAlone, deniedByDefault],
  "NET-13": [
    [stop, "outlasts the pause, then the longer of drain and gateway, whatever is declared"],
    [stop, "is in every pod what the gateway's time-out and the pause ask for"],
    ["unit/systems/atlas-ux.test.ts", "HLT-16: drains web for 30 s"],
    [
      "e2e/lifecycle/dev.lifecycle.test.ts",
      "a new image rolls the pods under load without one failed request",
    ],
  ],
  "NET-14": [
    [treatment, "NET-14: metrics and what tells of dependencies stay off the internet"],
    [treatment, "NET-14, HLT-13: what the uptime monitor asks for stays"],
    answers,
  ],
  "NET-15": [[treatment, "NET-15: Stripe's webhook reaches the backend untouched"], routes],
  "NET-16": [
    [edge, "the page on mail names the sender that CRB's code is given"],
    { elsewhere: "the sender's records are the zone's, and their values SendGrid's", page },
  ],
  "NET-17": [
    declaredAlone,
    ["unit/network/edges.test.ts", "name the caller, the callee and one port, each from its own side"],
  ],
  "NET-18": [
    [treatment, "NET-18, SEC-18: no header of CORS is the gateway's"],
    [edge, "CRB's code is told the one origin that it allows with credentials"],
    answers,
  ],
  "NET-19": [
    [waysIn, "NET-19: an update waits until each host has its certificate"],
    { elsewhere: "that names lead to the gateway shows from outside, by the commands of the page", page },
  ],
  "NET-20": [
    {
      elsewhere: "a second region is a second cluster with a stack of its own",
      page: "docs/decisions/0012-capacity.md",
    },
  ],
  "NET-21": [
    [ports, "is the one that its process is told, in every pod of"],
    [ports, "is moved by its declaration alone, to 8080 for example"],
    [ports, "stands in no command"],
  ],
});
